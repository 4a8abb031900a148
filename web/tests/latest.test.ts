// What the live stream says, laid over the latest values of a device.
import { describe, expect, it } from 'vitest'
import type { LiveValue } from '@/api/types'
import { renewed } from '@/views/sources/latest'

function value(device: string, factor: string, time: string, text: string): LiveValue {
  return { device, outlet: null, factor, name: factor, value: text, unit: null, time, mark: null, exceeds: null }
}
const before = [value('A', 'a21026', '10:00', '1'), value('A', 'a21002', '10:00', '2')]

describe('the latest values of a device', () => {
  it('are replaced factor by factor', () => expect(renewed(before, [value('A', 'a21026', '10:01', '3')], 'A').map((one) => one.value)).toEqual(['3', '2']))
  it('gain a factor that was not there', () => expect(renewed(before, [value('A', 'a34013', '10:01', '4')], 'A')).toHaveLength(3))
  it('stay when the news is older', () => expect(renewed(before, [value('A', 'a21026', '09:59', '9')], 'A')[0]?.value).toBe('1'))
  it('stay when the news is of another device or of no known shape', () => {
    expect(renewed(before, [value('B', 'a21026', '10:01', '3')], 'A')).toBe(before)
    expect(renewed(before, { hour: 'x' }, 'A')).toBe(before)
  })
})
