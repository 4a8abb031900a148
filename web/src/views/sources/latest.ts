// Lays what the live stream says over the latest values of one device.
import type { LiveValue } from '@/api/types'

/** `values` with those of `news` that concern the device; what is not of the stream's shape changes nothing. */
export function renewed(values: LiveValue[], news: unknown, device: string): LiveValue[] {
  const mine = Array.isArray(news) ? (news as LiveValue[]).filter((one) => one.device === device) : []
  if (mine.length === 0) return values
  const next = [...values]
  for (const value of mine) {
    const at = next.findIndex((one) => one.factor === value.factor && one.outlet === value.outlet)
    if (at < 0) next.push(value)
    else if ((next[at]?.time ?? '') <= value.time) next[at] = value
  }
  return next
}
