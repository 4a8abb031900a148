// Where shapes lie on the sheet: bounds and a point for the label. Drawing only; no figure rests on it.
import type { Features, Geometry } from '@/composables/regions'

export type Bounds = [west: number, south: number, east: number, north: number]

/** The box around all features, or null when there are none. */
export function boundsOf(features: Features<unknown>): Bounds | null {
  const box: Bounds = [Infinity, Infinity, -Infinity, -Infinity]
  for (const feature of features.features) {
    for (const [x, y] of corners(feature.geometry)) {
      box[0] = Math.min(box[0], x)
      box[1] = Math.min(box[1], y)
      box[2] = Math.max(box[2], x)
      box[3] = Math.max(box[3], y)
    }
  }
  return box[0] === Infinity ? null : box
}

/** The centre of gravity of the largest part of a shape. */
export function labelPoint(geometry: Geometry): [number, number] | null {
  if (geometry.type === 'Point') return pair(geometry.coordinates)
  const rings = geometry.type === 'Polygon' ? [geometry.coordinates[0]] : geometry.coordinates.map((part) => part[0])
  let best: { area: number; x: number; y: number } | null = null
  for (const ring of rings) {
    const one = ring ? gravity(ring) : null
    if (one && (best === null || one.area > best.area)) best = one
  }
  return best ? [best.x, best.y] : null
}

function gravity(ring: number[][]): { area: number; x: number; y: number } | null {
  let area = 0
  let x = 0
  let y = 0
  for (let at = 0; at + 1 < ring.length; at += 1) {
    const [ax = 0, ay = 0] = ring[at] ?? []
    const [bx = 0, by = 0] = ring[at + 1] ?? []
    const cross = ax * by - bx * ay
    area += cross
    x += (ax + bx) * cross
    y += (ay + by) * cross
  }
  return area === 0 ? null : { area: Math.abs(area), x: x / (3 * area), y: y / (3 * area) }
}

function corners(geometry: Geometry): [number, number][] {
  const lists = geometry.type === 'Point' ? [[geometry.coordinates]] : geometry.type === 'Polygon' ? geometry.coordinates : geometry.coordinates.flat()
  return lists.flat().map(pair).filter((one): one is [number, number] => one !== null)
}

function pair(place: number[]): [number, number] | null {
  const [x, y] = place
  return x === undefined || y === undefined ? null : [x, y]
}
