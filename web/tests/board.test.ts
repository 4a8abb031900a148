// The board's filters, on a few clauses of the shape that the API gives.
import { describe, expect, it } from 'vitest'
import type { Board, BoardClause } from '@/api/types'
import { bySection, columnsOf, deadlinesOf, shownClauses, type BoardFilter } from '@/views/plan/board'

const all: BoardFilter = { body: '', city: '', status: '', force: '', deadline: '' }

function clause(number: string, more: Partial<BoardClause> = {}): BoardClause {
  return { number, title: `clause ${number}`, section: 'one', bodies: [], forces: [], deadlines: [], targets: 0, rules: 0, duties: 0, counts: {}, by_region: {}, ...more }
}
const clauses = [
  clause('1', { bodies: ['industry'], forces: ['required'], deadlines: ['unstated'], counts: { met: 1, missed: 2 }, by_region: { '140100': 'missed', '140200': 'met' } }),
  clause('2', { bodies: ['ecology'], forces: ['required', 'striving'], deadlines: ['2025-12-31', 'continuous'], counts: { met: 1 }, by_region: { '140100': 'met' } }),
  clause('3', { section: 'two', bodies: ['ecology'], deadlines: ['2024-10-31'] }),
]
const numbers = (filter: Partial<BoardFilter>): string[] => shownClauses(clauses, { ...all, ...filter }).map((one) => one.number)

describe('the board', () => {
  it('shows every clause without a filter', () => expect(numbers({})).toEqual(['1', '2', '3']))
  it('keeps the clauses of a body', () => expect(numbers({ body: 'ecology' })).toEqual(['2', '3']))
  it('keeps the clauses of a force and a deadline together', () => expect(numbers({ force: 'required', deadline: '2025-12-31' })).toEqual(['2']))
  it('keeps the clauses that have a finding of the status', () => expect(numbers({ status: 'met' })).toEqual(['1', '2']))
  it('looks for the status at the city when both are asked for', () => {
    expect(numbers({ city: '140100', status: 'met' })).toEqual(['2'])
    expect(numbers({ city: '140200' })).toEqual(['1'])
  })
  it('puts neighbours of one section together', () => expect(bySection(clauses).map((section) => [section.name, section.clauses.length])).toEqual([['one', 2], ['two', 1]]))
  it('gives the province and its cities a column, and no county', () => expect(columnsOf([{ id: '140000', name: '山西' }, { id: '140100', name: '太原' }, { id: '140121', name: '清徐' }]).map((region) => region.id)).toEqual(['140000', '140100']))
  it('lists days before words', () => expect(deadlinesOf({ clauses } as unknown as Board)).toEqual(['2024-10-31', '2025-12-31', 'continuous', 'unstated']))
})
