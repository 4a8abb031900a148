// Reads the number out of a text as the API writes it, for drawing only: `≤ 38`, `44.6`, `−2.6`.

/** The first number in a text, or null. */
export function numberIn(text: string | null): number | null {
  const found = text?.replace('−', '-').match(/-?\d+(?:\.\d+)?/)
  return found ? Number(found[0]) : null
}

/** The number of a limit, where a limit is a number: `≤ 38 µg/m³ (…)` is, `moves up from 34` is not. */
export function limitIn(text: string): number | null {
  return /^[≤≥<>=\s]*-?\d/.test(text) ? numberIn(text) : null
}

/** A limit as it is shown; null while it is still to be set. */
export function limitText(text: string): string | null {
  return /^[≤≥<>=\s]*$/.test(text) ? null : text
}

/** A probability as people read it; the ends are never called certain. */
export function percent(probability: number): string {
  if (probability > 0 && probability < 0.01) return '< 1%'
  if (probability < 1 && probability > 0.99) return '> 99%'
  return `${Math.round(probability * 100)}%`
}
