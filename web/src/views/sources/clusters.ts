// Facilities on the map: a circle each, and a button with the number where many lie together. The list says the same.
import { onScopeDispose, watch, type ShallowRef } from 'vue'
import type { GeoJSONSource, MapMouseEvent } from 'maplibre-gl'
import { token, usePalette } from '@/composables/palette'
import type { Features } from '@/composables/regions'
import type { Map as Sheet, Marker } from '@/maps/maplibre'

export interface Place { key: string; entity: string; name: string; kind: string | null; region: string | null }
interface Acts {
  near: (place: Place | null, x: number, y: number) => void
  pick: (place: Place) => void
  say: (count: number) => string
}
type Data = Parameters<GeoJSONSource['setData']>[0]
const SOURCE = 'facilities'
const POINTS = 'facilities-points'

/** Keeps the facilities of `map` in step with `places`. */
export function useClusters(map: ShallowRef<Sheet | null>, places: () => Features<Place> | null, acts: Acts): void {
  const { dark } = usePalette()
  const buttons = new Map<number, Marker>()
  let Made: typeof Marker | null = null

  async function start(sheet: Sheet): Promise<void> {
    Made = (await import('@/maps/maplibre')).Marker
    if (map.value !== sheet) return
    sheet.addSource(SOURCE, { type: 'geojson', data: (places() ?? { type: 'FeatureCollection', features: [] }) as Data, cluster: true, clusterRadius: 38, clusterMaxZoom: 11 })
    sheet.addLayer({ id: POINTS, type: 'circle', source: SOURCE, filter: ['!', ['has', 'point_count']], paint: { 'circle-radius': 5, 'circle-stroke-width': 1.5 } })
    // Nothing is seen of this layer; without one the groups would not be asked for.
    sheet.addLayer({ id: 'facilities-groups', type: 'circle', source: SOURCE, filter: ['has', 'point_count'], paint: { 'circle-radius': 1, 'circle-opacity': 0 } })
    colour()
    sheet.on('mousemove', POINTS, (event) => {
      sheet.getCanvas().style.cursor = 'pointer'
      acts.near(placeOf(event), event.point.x, event.point.y)
    })
    sheet.on('mouseleave', POINTS, () => acts.near(null, 0, 0))
    sheet.on('click', POINTS, (event) => {
      const place = placeOf(event)
      if (place) acts.pick(place)
    })
    sheet.on('moveend', () => group(sheet))
    sheet.on('idle', () => group(sheet))
  }

  function colour(): void {
    const sheet = map.value
    if (!sheet?.getLayer(POINTS)) return
    sheet.setPaintProperty(POINTS, 'circle-color', token('--accent'))
    sheet.setPaintProperty(POINTS, 'circle-stroke-color', token('--panel'))
  }

  /** Puts a button on each group that is seen now, and takes away those that are gone. */
  function group(sheet: Sheet): void {
    const seen = new Set<number>()
    for (const feature of sheet.querySourceFeatures(SOURCE, { filter: ['has', 'point_count'] })) {
      const id = Number(feature.properties['cluster_id'])
      if (seen.has(id) || feature.geometry.type !== 'Point') continue
      seen.add(id)
      const [lon = 0, lat = 0] = feature.geometry.coordinates
      if (!buttons.has(id) && Made) buttons.set(id, new Made({ element: button(sheet, id, Number(feature.properties['point_count']), [lon, lat]) }).setLngLat([lon, lat]).addTo(sheet))
    }
    for (const [id, marker] of buttons) {
      if (seen.has(id)) continue
      marker.remove()
      buttons.delete(id)
    }
  }

  function button(sheet: Sheet, id: number, count: number, at: [number, number]): HTMLButtonElement {
    const element = document.createElement('button')
    element.type = 'button'
    element.className = 'cluster'
    element.textContent = String(count)
    element.setAttribute('aria-label', acts.say(count))
    element.addEventListener('click', (event) => {
      event.stopPropagation()
      void sheet.getSource<GeoJSONSource>(SOURCE)?.getClusterExpansionZoom(id).then((zoom) => sheet.easeTo({ center: at, zoom }))
    })
    return element
  }

  function clear(): void {
    for (const marker of buttons.values()) marker.remove()
    buttons.clear()
  }

  watch(map, (sheet) => { if (sheet) void start(sheet) })
  watch(places, (next) => {
    clear()
    map.value?.getSource<GeoJSONSource>(SOURCE)?.setData((next ?? { type: 'FeatureCollection', features: [] }) as Data)
  })
  watch(dark, () => requestAnimationFrame(colour))
  onScopeDispose(clear)
}

function placeOf(event: MapMouseEvent & { features?: { properties: Record<string, unknown> }[] }): Place | null {
  const found = event.features?.[0]?.properties
  return found ? (found as unknown as Place) : null
}
