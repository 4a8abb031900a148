// A view's state lives in its address: refs that read and write one key of the query.
import { computed, type WritableComputedRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'

/** The text under `key`, or `otherwise` (then the key leaves the address). */
export function useQuery(key: string, otherwise = ''): WritableComputedRef<string> {
  const route = useRoute()
  const router = useRouter()
  return computed({
    get() {
      const value = route.query[key]
      return (Array.isArray(value) ? value[0] : value) ?? otherwise
    },
    set(next) {
      pending.set(key, next === otherwise ? undefined : next)
      if (pending.size > 1) return
      // Several keys that change at once make one navigation.
      queueMicrotask(() => {
        const query = { ...route.query }
        for (const [name, value] of pending) {
          if (value === undefined) delete query[name]
          else query[name] = value
        }
        pending.clear()
        void router.replace({ query, hash: route.hash })
      })
    },
  })
}

const pending = new Map<string, string | undefined>()
