// The stream of live events, one connection for the whole page, open only while somebody listens.
import { onScopeDispose, ref } from 'vue'
import { API } from '@/api/client'

export type LiveEvent = 'today' | 'plan' | 'telemetry'
type Listener = (data: unknown) => void

const listeners: Record<LiveEvent, Set<Listener>> = { today: new Set(), plan: new Set(), telemetry: new Set() }
let source: EventSource | null = null
const AGAIN_MS = 15_000

/** Whether the stream is open. */
export const connected = ref(false)

/** Calls `listener` with the data of each `event` until the component leaves. */
export function useLive(event: LiveEvent, listener: Listener): void {
  listeners[event].add(listener)
  open()
  onScopeDispose(() => {
    listeners[event].delete(listener)
    closeWhenUnheard()
  })
}

function open(): void {
  if (source !== null || typeof EventSource === 'undefined') return
  source = new EventSource(`${API}/live`)
  source.onopen = () => { connected.value = true }
  source.onerror = () => {
    connected.value = false
    // The browser comes back by itself unless the server refused; then this does.
    if (source?.readyState === EventSource.CLOSED) window.setTimeout(reopen, AGAIN_MS)
  }
  for (const event of ['today', 'plan', 'telemetry'] as const) {
    source.addEventListener(event, (message) => tell(event, (message as MessageEvent<string>).data))
  }
}

function reopen(): void {
  if (source?.readyState !== EventSource.CLOSED) return
  source = null
  if (heard()) open()
}

function heard(): boolean {
  return Object.values(listeners).some((set) => set.size > 0)
}

function tell(event: LiveEvent, text: string): void {
  let data: unknown
  try {
    data = JSON.parse(text)
  } catch {
    return
  }
  for (const listener of listeners[event]) listener(data)
}

function closeWhenUnheard(): void {
  if (heard()) return
  source?.close()
  source = null
  connected.value = false
}
