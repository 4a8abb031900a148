// The six pollutants in their usual order, how they are written and how they are drawn.
import type { Item } from '@/api/types'

export const ITEMS: readonly Item[] = ['pm25', 'pm10', 'so2', 'no2', 'co', 'o3']

const SYMBOLS: Record<Item, string> = { pm25: 'PM2.5', pm10: 'PM10', so2: 'SO₂', no2: 'NO₂', co: 'CO', o3: 'O₃' }

/** `pm25`, `PM2.5` → `PM2.5`; `SO2` → `SO₂`; what names no pollutant stays as it is. */
export function symbolOf(item: string): string {
  const id = item.toLowerCase().replace('.', '')
  return Object.hasOwn(SYMBOLS, id) ? SYMBOLS[id as Item] : item
}

/** Several pollutants in one breath. */
export function symbols(items: readonly string[], between: string): string {
  return items.map(symbolOf).join(between)
}

/** Lines are told apart by dash and mark, too, not by colour alone. */
export const STROKES: Record<Item, { dash: string | number[]; mark: string }> = {
  pm25: { dash: 'solid', mark: 'circle' },
  pm10: { dash: [6, 3], mark: 'rect' },
  so2: { dash: [2, 2], mark: 'triangle' },
  no2: { dash: [8, 3, 2, 3], mark: 'diamond' },
  co: { dash: [1, 3], mark: 'pin' },
  o3: { dash: [10, 4], mark: 'arrow' },
}
