// What the board shows of a plan: which clauses pass the filters, by section, in the plan's own order. No judgement here.
import type { Board, BoardClause, Named, Status } from '../../api/types'

export interface BoardFilter { body: string; city: string; status: string; force: string; deadline: string }

/** From the best to the worst; `undetermined` stands apart at the end. */
export const statusOrder: readonly Status[] = ['met', 'on_track', 'at_risk', 'off_track', 'missed', 'undetermined']

export function shownClauses(clauses: BoardClause[], filter: BoardFilter): BoardClause[] {
  return clauses.filter((clause) =>
    (filter.body === '' || clause.bodies.includes(filter.body)) &&
    (filter.force === '' || clause.forces.includes(filter.force)) &&
    (filter.deadline === '' || clause.deadlines.includes(filter.deadline)) &&
    hasStatus(clause, filter.city, filter.status))
}

function hasStatus(clause: BoardClause, city: string, status: string): boolean {
  if (city !== '') {
    const there = clause.by_region[city]
    return there !== undefined && (status === '' || there === status)
  }
  return status === '' || (clause.counts[status as Status] ?? 0) > 0
}

export interface Section { name: string; clauses: BoardClause[] }

/** Neighbouring clauses of one section together. */
export function bySection(clauses: BoardClause[]): Section[] {
  const sections: Section[] = []
  for (const clause of clauses) {
    const last = sections[sections.length - 1]
    if (last?.name === clause.section) last.clauses.push(clause)
    else sections.push({ name: clause.section, clauses: [clause] })
  }
  return sections
}

/** Every deadline of the plan: days in their order, then the words. */
export function deadlinesOf(board: Board): string[] {
  const all = [...new Set(board.clauses.flatMap((clause) => clause.deadlines))]
  const isDay = (text: string): boolean => /^\d{4}/.test(text)
  return [...all.filter(isDay).sort(), ...all.filter((text) => !isDay(text)).sort()]
}

/** The regions that have a column of their own: the province and its cities, whose codes (GB/T 2260) end in 00. */
export function columnsOf(regions: Named[]): Named[] {
  return regions.filter((region) => region.id.endsWith('00'))
}
