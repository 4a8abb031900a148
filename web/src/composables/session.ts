// Who is signed in and what that allows; one for the whole page.
import { computed, shallowRef, watch } from 'vue'
import type { Session } from '@/api/types'
import { get, send, setCsrf } from '@/api/client'
import { language } from '@/locales'

const session = shallowRef<Session | null>(null)
let first: Promise<void> | null = null

watch(language, () => { if (session.value !== null) void read() })

/** The session; `ready` waits for the first answer. */
export function useSession() {
  return {
    session,
    signedIn: computed(() => session.value?.signed_in ?? false),
    site: computed(() => session.value?.site ?? null),
    can: (action: string) => session.value?.actions.includes(action) ?? false,
    ready,
    reload: read,
    signIn,
    signOut,
  }
}

function ready(): Promise<void> {
  first ??= read().catch((error: unknown) => {
    first = null
    throw error
  })
  return first
}

async function read(): Promise<void> {
  keep(await get<Session>('/session'))
}

async function signIn(name: string, password: string, code: string | null): Promise<void> {
  keep(await send<Session>('POST', '/session', code ? { name, password, code } : { name, password }))
}

async function signOut(): Promise<void> {
  await send<unknown>('DELETE', '/session')
  await read()
}

function keep(next: Session): void {
  setCsrf(next.csrf)
  session.value = next
}
