// The pure pieces of the shell and of the public views.
import { expect, test } from 'vitest'
import type { Report, Trace } from '@/api/types'
import { address } from '@/api/client'
import { sorted } from '@/components/report-order'
import { outline } from '@/components/trace-outline'
import { hoursBetween, moveDay, moveHour, weekday } from '@/composables/moments'
import { inkOn } from '@/composables/palette'
import { boundsOf, labelPoint } from '@/maps/geometry'
import { limitIn, limitText, numberIn, percent } from '@/views/city/numbers'
import { daysOf, kindOf, monthOf, periodOf } from '@/views/rankings/periods'

const cell = (text: string | null) => ({ text, indicative: null, undetermined: text === null })

test('an address leaves out what has no value and keeps what it had', () => {
  expect(address('/today', { level: 'city', at: '', region: null })).toBe('/api/v1/today?level=city')
  expect(address('/api/v1/rankings?set=a', { period: '2019-01-01..2019-06-30' })).toBe('/api/v1/rankings?set=a&period=2019-01-01..2019-06-30')
})

test('an hour moves over midnight and stays within its bounds', () => {
  expect(moveHour('2019-01-31T23:00', 1, '2018-01-01T00:00', '2019-02-28T23:00')).toBe('2019-02-01T00:00')
  expect(moveHour('2019-01-31T23:00', 24, '2018-01-01T00:00', '2019-01-31T23:00')).toBe('2019-01-31T23:00')
  expect(hoursBetween('2019-01-30T22:00', '2019-01-31T23:00')).toBe(25)
})

test('days move over leap days, and a week begins on Monday', () => {
  expect(moveDay('2020-02-28', 1)).toBe('2020-02-29')
  expect(weekday('2019-01-31')).toBe(3)
})

test('a report sorts numbers by size and keeps what cannot be said last', () => {
  const report: Report = { title: '', notes: [], columns: [{ id: 'index', name: '', unit: null, numeric: true }], rows: [[cell('10.5')], [cell(null)], [cell('9.8')], [null]] }
  expect(sorted(report, 0, false).map((row) => row[0]?.text ?? null)).toEqual(['9.8', '10.5', null, null])
  expect(sorted(report, 0, true).map((row) => row[0]?.text ?? null)).toEqual(['10.5', '9.8', null, null])
  expect(sorted(report, null, false)).toBe(report.rows)
})

test('a proof is copied as indented lines', () => {
  const trace: Trace = { title: 'T', as_of: '', notes: ['n'], nodes: [{ label: 'a', value: '1', source: null, children: [{ label: 'b', value: null, source: 'file', children: [] }] }] }
  expect(outline(trace)).toBe('T\na\t1\n  b\tfile\nn')
})

test('letters on a colour contrast at least 4.5 to 1', () => {
  // Worked out by WCAG's formula elsewhere: red 5.25 with black and 4.00 with white; maroon 1.73 with black.
  expect(inkOn('#FF0000')).toBe('#000000')
  expect(inkOn('#7E0023')).toBe('#ffffff')
  expect(inkOn('#FFFF00')).toBe('#000000')
})

test('a label lies in the middle of the largest part', () => {
  const square = (x: number, size: number) => [[[x, 0], [x + size, 0], [x + size, size], [x, size], [x, 0]]]
  expect(labelPoint({ type: 'MultiPolygon', coordinates: [square(0, 1), square(10, 2)] })).toEqual([11, 1])
  expect(boundsOf({ type: 'FeatureCollection', features: [{ type: 'Feature', properties: {}, geometry: { type: 'Polygon', coordinates: square(3, 2) } }] })).toEqual([3, 0, 5, 2])
})

test('a drawn number is read out of the text that is shown', () => {
  expect(numberIn('≤ 38')).toBe(38)
  expect(numberIn('−2.6')).toBe(-2.6)
  expect(numberIn('unsaid')).toBeNull()
})

test('a limit is drawn only where it is a number', () => {
  expect(['≤ 38', '≤ 4.0 mg/m³ (GB3095-2012)', '≤ ', 'up from 34'].map(limitIn)).toEqual([38, 4, null, null])
  expect(['≤ 38', '≤ '].map(limitText)).toEqual(['≤ 38', null])
})

test('a chance is called certain only when it is', () => {
  expect([0, 0.004, 0.31, 0.997, 1].map(percent)).toEqual(['0%', '< 1%', '31%', '> 99%', '100%'])
})

test('a period is written as the server reads it', () => {
  expect(['2019', '2019Q2', '2019-06', '2019-01-01..2019-06-30', '2019-01-05..2019-06-30'].map(kindOf)).toEqual(['year', 'quarter', 'month', 'cumulative', 'any'])
  expect(periodOf('cumulative', '2020-02')).toBe('2020-01-01..2020-02-29')
  expect(periodOf('quarter', '2019-05')).toBe('2019Q2')
  expect(monthOf('2019Q2')).toBe('2019-06')
  expect(daysOf('2019Q4')).toEqual(['2019-10-01', '2019-12-31'])
})
