// The order of a report's rows when a reader sorts by a column.
import type { Report, ReportCell } from '@/api/types'

type Row = (ReportCell | null)[]

/** Rows by the column at `by`: numbers by size, texts by the Chinese order; what cannot be said stays last either way. */
export function sorted(report: Report, by: number | null, down: boolean): Row[] {
  const column = by === null ? undefined : report.columns[by]
  if (by === null || column === undefined) return report.rows
  const sign = down ? -1 : 1
  return report.rows.map((row, at) => ({ row, at, key: keyOf(row[by] ?? null, column.numeric) })).sort((a, b) => {
    if (a.key === null || b.key === null) return Number(a.key === null) - Number(b.key === null) || a.at - b.at
    return sign * compare(a.key, b.key) || a.at - b.at
  }).map((entry) => entry.row)
}

function keyOf(cell: ReportCell | null, numeric: boolean): number | string | null {
  const text = cell?.text ?? cell?.indicative ?? null
  if (text === null || !numeric) return text
  const number = Number.parseFloat(text.replace('−', '-'))
  return Number.isNaN(number) ? null : number
}

function compare(a: number | string, b: number | string): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  return String(a).localeCompare(String(b), 'zh-CN', { numeric: true })
}
