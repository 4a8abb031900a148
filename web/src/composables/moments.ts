// Hours and days as the API writes them (UTC+8, hour-ending), moved and shown. No clock of the reader's machine is used.

const HOUR_MS = 3_600_000

/** `2019-01-31T23:00` moved by whole hours; what lies outside stays at the bound. */
export function moveHour(hour: string, by: number, earliest: string, newest: string): string {
  const moved = format(new Date(parse(hour) + by * HOUR_MS))
  if (moved < earliest) return earliest
  return moved > newest ? newest : moved
}

/** Whole hours from `from` to `to`. */
export function hoursBetween(from: string, to: string): number {
  return Math.round((parse(to) - parse(from)) / HOUR_MS)
}

/** `2019-01-31T23:00` as people read it: `2019-01-31 23:00`. */
export function hourText(hour: string): string {
  return hour.slice(0, 16).replace('T', ' ')
}

/** The day `by` days after `day` (`2019-01-31`). */
export function moveDay(day: string, by: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + by * 24 * HOUR_MS).toISOString().slice(0, 10)
}

/** 0 for Monday to 6 for Sunday. */
export function weekday(day: string): number {
  return (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7
}

function parse(hour: string): number {
  return Date.parse(`${hour.slice(0, 16)}:00Z`)
}

function format(moment: Date): string {
  return moment.toISOString().slice(0, 16)
}
