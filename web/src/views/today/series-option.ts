// The chart of the last 72 hours as an option of ECharts.
import type { EChartsCoreOption } from 'echarts/core'
import type { AqiClass, Item, Series } from '@/api/types'
import { axis, chartBase } from '@/charts/style'
import { STROKES, symbolOf } from '@/composables/items'
import { hoursBetween, hourText } from '@/composables/moments'
import { token } from '@/composables/palette'

/** The part of a series that ends with `hour` and is 72 hours long. */
export function window72(series: Series, hour: string): Series {
  const keep = series.times.map((time, at) => ({ at, back: hoursBetween(time, hour) })).filter((one) => one.back >= 0 && one.back < 72).map((one) => one.at)
  const cut = <T>(list: T[] | undefined): T[] => keep.flatMap((at) => list !== undefined && at < list.length ? [list[at] as T] : [])
  const values = Object.fromEntries(Object.entries(series.values).map(([item, list]) => [item, cut(list)])) as Series['values']
  return { ...series, times: cut(series.times), aqi: cut(series.aqi), class: cut(series.class), primary: cut(series.primary), values }
}

/** Bars for the AQI; lines for the items that are on, carbon monoxide on an axis of its own (its unit differs). */
export function seriesOption(series: Series, items: Item[], fill: (which: number | null) => string | null, classes: AqiClass[]): EChartsCoreOption {
  const micro = items.some((item) => item !== 'co')
  const names = new Map(classes.map((one) => [one.class, one.name]))
  return {
    ...chartBase(),
    grid: { left: 40, right: items.includes('co') ? 84 : 46, top: 30, bottom: 24 },
    xAxis: axis({ type: 'category', data: series.times.map((time) => hourText(time).slice(5)), splitLine: { show: false } }),
    yAxis: [
      axis({ type: 'value', name: 'AQI', minInterval: 10 }),
      axis({ type: 'value', name: micro ? series.units.pm25 : '', splitLine: { show: false } }),
      axis({ type: 'value', name: items.includes('co') ? `CO ${series.units.co}` : '', offset: 42, splitLine: { show: false }, show: items.includes('co') }),
    ],
    series: [
      {
        name: 'AQI', type: 'bar', barCategoryGap: '18%',
        data: series.aqi.map((value, at) => ({ value, itemStyle: { color: fill(series.class[at] ?? null) ?? token('--map-land'), borderColor: token('--line-strong'), borderWidth: 0.5 } })),
        tooltip: { valueFormatter: (value: unknown, at: number) => value === null || value === undefined ? '—' : `${String(value)} ${names.get(series.class[at] ?? -1) ?? ''}` },
      },
      ...items.map((item) => ({
        name: symbolOf(item), type: 'line', yAxisIndex: item === 'co' ? 2 : 1, connectNulls: false, symbol: STROKES[item].mark, symbolSize: 5, showSymbol: false,
        lineStyle: { width: 1.8, type: STROKES[item].dash, color: token(`--series-${item}`) }, itemStyle: { color: token(`--series-${item}`) },
        data: (series.values[item] ?? []).map((value) => value === null ? null : Number(value)),
        tooltip: { valueFormatter: (value: unknown) => value === null || value === undefined ? '—' : `${String(value)} ${series.units[item]}` },
      })),
    ],
  }
}
