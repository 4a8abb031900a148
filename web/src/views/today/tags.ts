// The AQI numbers on the map: HTML markers, so that no letters have to be fetched. Where they would lie on each other the
// higher AQI stays; a nearer look shows the rest, and the table shows all.
import { onScopeDispose, watch, type ShallowRef } from 'vue'
import type { Today, TodayItem } from '@/api/types'
import { inkOn, usePalette } from '@/composables/palette'
import type { Features, RegionShape } from '@/composables/regions'
import { labelPoint } from '@/maps/geometry'
import type { Map as Sheet, Marker } from '@/maps/maplibre'

interface Acts {
  near: (item: TodayItem | null, x: number, y: number) => void
  pick: (item: TodayItem) => void
  /** The word for what cannot be said. */
  unsaid: () => string
}
interface Tag { item: TodayItem; place: [number, number]; marker: Marker; element: HTMLButtonElement }

/** Keeps the markers of `map` in step with the hour. */
export function useTags(map: ShallowRef<Sheet | null>, today: () => Today, shapes: () => Features<RegionShape> | null, acts: Acts): void {
  const palette = usePalette()
  let tags: Tag[] = []

  async function draw(): Promise<void> {
    const sheet = map.value
    if (sheet === null) return
    const { Marker: Made } = await import('@/maps/maplibre')
    for (const tag of tags) tag.marker.remove()
    tags = []
    const places = new Map((shapes()?.features ?? []).map((one) => [one.properties.code, labelPoint(one.geometry)]))
    for (const item of today().items) {
      const place: [number, number] | null = item.lon !== null && item.lat !== null ? [item.lon, item.lat] : places.get(item.region ?? item.site) ?? null
      if (place === null) continue
      const element = button(item)
      tags.push({ item, place, element, marker: new Made({ element }).setLngLat(place).addTo(sheet) })
    }
    spread()
  }

  function button(item: TodayItem): HTMLButtonElement {
    const element = document.createElement('button')
    const colour = palette.fill(today().classes, item.class)
    element.type = 'button'
    element.className = `map-tag map-tag-${today().level}`
    if (colour && today().level === 'station') {
      element.style.background = colour
      element.style.color = inkOn(colour)
    }
    element.append(span('map-tag-name', item.name.replace(/市$/, '')), span('map-tag-aqi', item.aqi === null ? '—' : String(item.aqi)), span('for-reader', item.class_name ?? acts.unsaid()))
    const show = (): void => {
      const at = map.value?.project(placeOf(item))
      acts.near(item, at?.x ?? 0, at?.y ?? 0)
    }
    element.addEventListener('mouseenter', show)
    element.addEventListener('focus', show)
    element.addEventListener('mouseleave', () => acts.near(null, 0, 0))
    element.addEventListener('blur', () => acts.near(null, 0, 0))
    element.addEventListener('click', (event) => {
      event.stopPropagation()
      acts.pick(item)
    })
    return element
  }

  function placeOf(item: TodayItem): [number, number] {
    return tags.find((tag) => tag.item === item)?.place ?? [0, 0]
  }

  function spread(): void {
    const sheet = map.value
    if (sheet === null) return
    const taken: DOMRect[] = []
    for (const tag of [...tags].sort((a, b) => (b.item.aqi ?? -1) - (a.item.aqi ?? -1))) {
      const at = sheet.project(tag.place)
      const width = tag.element.offsetWidth || 34
      const height = tag.element.offsetHeight || 18
      const box = new DOMRect(at.x - width / 2, at.y - height / 2, width, height)
      const free = !taken.some((other) => box.left < other.right && other.left < box.right && box.top < other.bottom && other.top < box.bottom)
      if (free) taken.push(box)
      tag.element.classList.toggle('map-tag-dot', !free)
      tag.element.tabIndex = free ? 0 : -1
      tag.element.toggleAttribute('aria-hidden', false)
      if (!free) tag.element.setAttribute('aria-hidden', 'true')
    }
  }

  watch([map, today, shapes, palette.safe, palette.dark], () => void draw())
  watch(map, (sheet, _before, onCleanup) => {
    sheet?.on('moveend', spread)
    onCleanup(() => sheet?.off('moveend', spread))
  })
  onScopeDispose(() => {
    for (const tag of tags) tag.marker.remove()
  })
}

function span(name: string, text: string): HTMLSpanElement {
  const element = document.createElement('span')
  element.className = name
  element.textContent = text
  return element
}
