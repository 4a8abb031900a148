// MapLibre, loaded with the first map. Its worker is a file of our own origin; the style is empty: no tiles, letters or images.
import 'maplibre-gl/dist/maplibre-gl.css'
import { Map, Marker, NavigationControl, setWorkerUrl, type MapOptions, type StyleSpecification } from 'maplibre-gl'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url'

setWorkerUrl(new URL(workerUrl, window.location.href).href)

const EMPTY: StyleSpecification = { version: 8, sources: {}, layers: [] }

/** A map with no ground but what the page draws on it. */
export function plainMap(container: HTMLElement, words: Record<string, string>, more: Partial<MapOptions> = {}): Map {
  const map = new Map({
    container,
    style: EMPTY,
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    cooperativeGestures: false,
    fadeDuration: 0,
    locale: words,
    ...more,
  })
  map.touchZoomRotate.disableRotation()
  map.addControl(new NavigationControl({ showCompass: false }), 'top-right')
  return map
}

export { Marker, type Map }
