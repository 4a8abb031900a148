// Periods as the API reads them: `2019-01`, `2019Q1`, `2019`, `2019-01-01..2019-06-30`. What kind one is, and how to make one.
import { moveDay } from '@/composables/moments'

export type PeriodKind = 'month' | 'cumulative' | 'quarter' | 'year' | 'any'

/** The kind that a written period is; from New Year's day to a month's end it is cumulative. */
export function kindOf(period: string): PeriodKind {
  if (/^\d{4}$/.test(period)) return 'year'
  if (/^\d{4}Q[1-4]$/.test(period)) return 'quarter'
  if (/^\d{4}-\d{2}$/.test(period)) return 'month'
  const [from = '', to = ''] = period.split('..')
  return from === `${to.slice(0, 4)}-01-01` && monthEnd(to.slice(0, 7)) === to ? 'cumulative' : 'any'
}

/** The month in which a period ends. */
export function monthOf(period: string): string {
  if (/^\d{4}$/.test(period)) return `${period}-12`
  const quarter = /^(\d{4})Q([1-4])$/.exec(period)
  if (quarter) return `${quarter[1]}-${String(Number(quarter[2]) * 3).padStart(2, '0')}`
  return (period.split('..').at(-1) ?? '').slice(0, 7)
}

/** First and last day of a period. */
export function daysOf(period: string): [string, string] {
  const [from, to] = period.split('..')
  if (from && to) return [from, to]
  const last = monthOf(period)
  const kind = kindOf(period)
  if (kind === 'year') return [`${period}-01-01`, `${period}-12-31`]
  if (kind === 'quarter') return [`${last.slice(0, 4)}-${String(Number(last.slice(5)) - 2).padStart(2, '0')}-01`, monthEnd(last)]
  return [`${last}-01`, monthEnd(last)]
}

/** The period of a kind that ends with `month`. */
export function periodOf(kind: PeriodKind, month: string): string {
  const year = month.slice(0, 4)
  if (kind === 'year') return year
  if (kind === 'quarter') return `${year}Q${Math.ceil(Number(month.slice(5)) / 3)}`
  if (kind === 'cumulative') return `${year}-01-01..${monthEnd(month)}`
  if (kind === 'any') return `${month}-01..${monthEnd(month)}`
  return month
}

function monthEnd(month: string): string {
  if (!/^\d{4}-\d{2}$/.test(month)) return ''
  const next = Number(month.slice(5)) === 12 ? `${Number(month.slice(0, 4)) + 1}-01` : `${month.slice(0, 4)}-${String(Number(month.slice(5)) + 1).padStart(2, '0')}`
  return moveDay(`${next}-01`, -1)
}
