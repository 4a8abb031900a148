// Reads an address of the API into a component: data, problem, loading; again when address, language or a live event changes.
import { onScopeDispose, ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue'
import type { Page, Problem } from '@/api/types'
import { address, get, isAbort, problemOf } from '@/api/client'
import { useLive, type LiveEvent } from '@/api/live'
import { language } from '@/locales'

export interface Resource<T> {
  data: ShallowRef<T | null>
  problem: ShallowRef<Problem | null>
  loading: Ref<boolean>
  reload: () => Promise<void>
}

interface Options {
  /** Read again when this live event comes and `when` (if given) says so. */
  event?: LiveEvent
  when?: () => boolean
}

/** `path` gives the address, or null while there is nothing to read. Old data stays while new data is on its way. */
export function useResource<T>(path: () => string | null, options: Options = {}): Resource<T> {
  const data = shallowRef<T | null>(null)
  const problem = shallowRef<Problem | null>(null)
  const loading = ref(false)
  let running: AbortController | null = null

  async function reload(): Promise<void> {
    running?.abort()
    const where = path()
    if (where === null) {
      data.value = null
      problem.value = null
      loading.value = false
      return
    }
    const mine = new AbortController()
    running = mine
    loading.value = true
    try {
      const answer = await get<T>(where, mine.signal)
      if (running !== mine) return
      data.value = answer
      problem.value = null
    } catch (error) {
      if (isAbort(error) || running !== mine) return
      problem.value = problemOf(error)
      data.value = null
    }
    loading.value = false
  }

  watch([path, language], () => void reload(), { immediate: true })
  if (options.event) useLive(options.event, () => { if (options.when?.() ?? true) void reload() })
  onScopeDispose(() => running?.abort())
  return { data, problem, loading, reload }
}

export interface Pages<T> {
  items: ShallowRef<T[]>
  /** The first page as it came, with what it says beside the items. */
  first: ShallowRef<Page<T> | null>
  total: Ref<number>
  next: Ref<string | null>
  problem: ShallowRef<Problem | null>
  loading: Ref<boolean>
  more: () => Promise<void>
  reload: () => Promise<void>
}

/** A list that comes in pages: `more` adds the next one. */
export function usePages<T, P extends Page<T> = Page<T>>(path: () => string | null): Pages<T> & { first: ShallowRef<P | null> } {
  const head = useResource<P>(path)
  const items = shallowRef<T[]>([])
  const total = ref(0)
  const next = ref<string | null>(null)

  watch(head.data, (page) => {
    items.value = page?.items ?? []
    total.value = page?.total ?? 0
    next.value = page?.next ?? null
  })

  async function more(): Promise<void> {
    const where = path()
    const cursor = next.value
    if (where === null || cursor === null || head.loading.value) return
    head.loading.value = true
    try {
      const page = await get<P>(address(where, { cursor }))
      if (path() === where && next.value === cursor) {
        items.value = [...items.value, ...page.items]
        next.value = page.next
      }
    } catch (error) {
      head.problem.value = problemOf(error)
    }
    head.loading.value = false
  }

  return { items, first: head.data, total, next, problem: head.problem, loading: head.loading, more, reload: head.reload }
}
