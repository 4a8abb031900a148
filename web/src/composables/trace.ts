// Opens the proof of a figure in the one drawer of the page.
import { shallowRef } from 'vue'

const opened = shallowRef<string | null>(null)

/** `open` takes the address of a `Trace`, as a figure carries it. */
export function useTrace() {
  return {
    opened,
    open: (address: string): void => { opened.value = address },
    close: (): void => { opened.value = null },
  }
}
