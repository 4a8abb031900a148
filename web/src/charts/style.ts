// What all charts share: letters, axes and tooltip in the page's own colours. Called inside `computed`, it follows the scheme.
import { token } from '@/composables/palette'

/** The option's common part. */
export function chartBase(): Record<string, unknown> {
  return {
    animation: !window.matchMedia('(prefers-reduced-motion: reduce)').matches,
    animationDuration: 250,
    textStyle: { fontFamily: window.getComputedStyle(document.body).fontFamily, color: token('--ink-2') },
    tooltip: { trigger: 'axis', confine: true, backgroundColor: token('--panel'), borderColor: token('--line-strong'), textStyle: { color: token('--ink'), fontSize: 12 } },
    grid: { left: 44, right: 44, top: 28, bottom: 26 },
  }
}

/** An axis with `more` on top. */
export function axis(more: Record<string, unknown>): Record<string, unknown> {
  return {
    axisLine: { lineStyle: { color: token('--line-strong') } },
    axisTick: { show: false },
    axisLabel: { color: token('--ink-2'), fontSize: 11 },
    nameTextStyle: { color: token('--ink-2'), fontSize: 11 },
    splitLine: { lineStyle: { color: token('--line') } },
    ...more,
  }
}

/** Legend texts in the page's colours. */
export function legend(more: Record<string, unknown> = {}): Record<string, unknown> {
  return { top: 0, itemHeight: 8, itemWidth: 14, textStyle: { color: token('--ink-2'), fontSize: 12 }, inactiveColor: token('--line-strong'), ...more }
}
