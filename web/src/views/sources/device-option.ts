// The chart of one factor of a device: values, corrected values, the limit, and the spans without a valid value in grey.
import { axis, chartBase, legend } from '@/charts/style'
import { token } from '@/composables/palette'
import type { DeviceSeries } from '@/api/types'

export type Factor = DeviceSeries['factors'][number]
export interface ChartWords { value: string; folded: string; limit: string; invalid: string }

export function deviceOption(factor: Factor, words: ChartWords): Record<string, unknown> {
  const limit = numberOf(factor.limit)
  const folded = factor.folded.some((text) => text !== null)
  const line = { type: 'line', showSymbol: factor.times.length < 80, symbolSize: 5, connectNulls: false }
  return {
    ...chartBase(),
    legend: legend(),
    grid: { left: 52, right: 24, top: 30, bottom: 56 },
    dataZoom: [{ type: 'slider', height: 18, bottom: 6 }, { type: 'inside' }],
    xAxis: axis({ type: 'category', data: factor.times.map((time) => time.slice(5, 16).replace('T', ' ')) }),
    yAxis: [axis({ type: 'value', name: factor.unit ?? '', min: 0 }), { type: 'value', min: 0, max: 1, show: false }],
    series: [
      { type: 'bar', name: words.invalid, yAxisIndex: 1, barWidth: '100%', silent: true, tooltip: { show: false }, color: token('--line'), data: factor.values.map((text, at) => text === null || (factor.reasons[at] ?? null) !== null ? 1 : null) },
      {
        ...line, name: words.value, color: token('--accent'), data: factor.values.map(numberOf),
        ...(limit === null ? {} : { markLine: { silent: true, symbol: 'none', lineStyle: { color: token('--up'), type: 'solid' }, label: { formatter: words.limit, color: token('--up'), position: 'insideEndTop' }, data: [{ yAxis: limit }] } }),
      },
      ...(folded ? [{ ...line, name: words.folded, color: token('--series-pm10'), lineStyle: { type: 'dashed' }, data: factor.folded.map(numberOf) }] : []),
    ],
  }
}

function numberOf(text: string | null): number | null {
  const number = text === null ? NaN : Number(text.replace('−', '-'))
  return Number.isNaN(number) ? null : number
}
