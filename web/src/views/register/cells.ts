// How a cell of the register reads: choices and yes/no by their words, a region by its name; empty stays empty.
import type { RegisterColumn } from '@/api/types'

export interface CellWords { yes: string; no: string; region: (code: string) => string }

/** An area is a long list of corners; a cell shows its beginning. */
const PLACE_LETTERS = 40
const YES = ['true', 'yes', '是']
const NO = ['false', 'no', '否']

export function cellText(column: RegisterColumn, value: string | null | undefined, words: CellWords): string {
  if (value === null || value === undefined || value === '') return ''
  const choice = column.choices.find((entry) => entry.id === value)
  if (choice) return choice.name
  if (column.type === 'yes_no') {
    if (YES.includes(value)) return words.yes
    if (NO.includes(value)) return words.no
  }
  if (column.type === 'region') return words.region(value)
  return column.type === 'place' && value.length > PLACE_LETTERS ? `${value.slice(0, PLACE_LETTERS)}…` : value
}

/** The columns of the short table: keys, names and what must be filled come first. */
export function mainColumns(columns: RegisterColumn[], most: number): RegisterColumn[] {
  const first = columns.filter((column) => column.key || column.required || column.id === 'name' || column.type === 'region')
  const rest = columns.filter((column) => !first.includes(column))
  const others = [...rest.filter((column) => !LATER.has(column.id)), ...rest.filter((column) => LATER.has(column.id))]
  const chosen = new Set([...first, ...others].slice(0, most))
  return columns.filter((column) => chosen.has(column))
}

/** Places and spans of validity say little of a thing; the short table has them last. */
const LATER = new Set(['lon', 'lat', 'location_accuracy', 'valid_from', 'valid_until', 'area'])

/** The first letter as a sentence has it; the API's English names begin small. */
export function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

export type Cells = Record<string, string | null>

/** The columns whose cells differ; nothing and an empty text are the same. */
export function changedColumns(columns: RegisterColumn[], before: Cells, after: Cells): RegisterColumn[] {
  return columns.filter((column) => (before[column.id] ?? '') !== (after[column.id] ?? ''))
}
