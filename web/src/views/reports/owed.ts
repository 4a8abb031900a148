// Names one thing that is owed, in the address of the view and in that of the API.
import type { Owed } from '@/api/types'

export function owedId(owed: Owed): string {
  return [owed.plan, owed.indicator, owed.region.id, owed.period].join('@')
}

/** Yes and no travel as words; any of the languages' own are known. */
export function yesOrNo(value: string): 'yes' | 'no' | '' {
  if (['yes', 'true', '是'].includes(value)) return 'yes'
  return ['no', 'false', '否'].includes(value) ? 'no' : ''
}

export function owedPath(owed: Owed): string {
  return ['/reports', owed.plan, owed.indicator, owed.region.id, owed.period].map((part, at) => at === 0 ? part : encodeURIComponent(part)).join('/')
}
