// Reads several cities for the comparison; one that cannot be had costs the others nothing.
import { onScopeDispose, ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue'
import type { CityView, Problem } from '@/api/types'
import { address, get, isAbort, problemOf } from '@/api/client'
import { language } from '@/locales'

interface Cities { cities: ShallowRef<CityView[]>; problems: ShallowRef<Problem[]>; loading: Ref<boolean>; reload: () => Promise<void> }

/** The cities of `codes` in their order. */
export function useCities(codes: () => string[], query: () => Record<string, string>): Cities {
  const cities = shallowRef<CityView[]>([])
  const problems = shallowRef<Problem[]>([])
  const loading = ref(false)
  let running: AbortController | null = null

  async function reload(): Promise<void> {
    running?.abort()
    const mine = new AbortController()
    running = mine
    loading.value = true
    const answers = await Promise.allSettled(codes().map((code) => get<CityView>(address(`/cities/${encodeURIComponent(code)}`, query()), mine.signal)))
    if (running !== mine) return
    cities.value = answers.flatMap((answer) => answer.status === 'fulfilled' ? [answer.value] : [])
    problems.value = answers.flatMap((answer) => answer.status === 'rejected' && !isAbort(answer.reason) ? [problemOf(answer.reason)] : [])
    loading.value = false
  }

  watch([() => codes().join(), () => JSON.stringify(query()), language], () => void reload(), { immediate: true })
  onScopeDispose(() => running?.abort())
  return { cities, problems, loading, reload }
}
