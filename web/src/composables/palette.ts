// Whether the page is dark, and which colours maps and charts use: the statutory ones, or ones that colour-blind eyes tell apart.
import { computed, ref } from 'vue'
import type { AqiClass } from '@/api/types'

const KEY = 'lantian.palette'
const safe = ref(false)
const dark = ref(false)

/** Reads the choice and follows the system's scheme. */
export function startPalette(): void {
  try {
    safe.value = window.localStorage.getItem(KEY) === 'safe'
  } catch {
    safe.value = false
  }
  const scheme = window.matchMedia('(prefers-color-scheme: dark)')
  dark.value = scheme.matches
  scheme.addEventListener('change', (event) => { dark.value = event.matches })
}

/** The palette that is on, and the colours it gives. */
export function usePalette() {
  return {
    safe: computed(() => safe.value),
    dark: computed(() => dark.value),
    toggle(): void {
      safe.value = !safe.value
      try {
        window.localStorage.setItem(KEY, safe.value ? 'safe' : 'statutory')
      } catch {
        // The choice then lasts as long as the page.
      }
    },
    /** The colour of a class on maps and charts. Without a class there is none. */
    fill(classes: AqiClass[], which: number | null): string | null {
      if (which === null) return null
      if (safe.value) return token(`--safe-${Math.min(which, 6)}`)
      return classes.find((entry) => entry.class === which)?.colour ?? null
    },
    token,
  }
}

/** The value of a custom property now; reading it inside an effect follows the scheme. */
export function token(name: string): string {
  void dark.value
  return window.getComputedStyle(document.documentElement).getPropertyValue(name).trim()
}

/** Black or white, whichever reads better on `colour` (`#rrggbb`). */
export function inkOn(colour: string): string {
  const channels = [1, 3, 5].map((at) => {
    const part = parseInt(colour.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  const light = 0.2126 * (channels[0] ?? 0) + 0.7152 * (channels[1] ?? 0) + 0.0722 * (channels[2] ?? 0)
  return (light + 0.05) / 0.05 >= 1.05 / (light + 0.05) ? '#000000' : '#ffffff'
}
