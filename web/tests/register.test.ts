// Cells of the register as they are read, and what counts as a change.
import { describe, expect, it } from 'vitest'
import type { RegisterColumn } from '@/api/types'
import { cellText, changedColumns, mainColumns } from '@/views/register/cells'

const words = { yes: '是', no: '否', region: (code: string) => code === '140100' ? '太原市' : code }
function column(id: string, type: RegisterColumn['type'], more: Partial<RegisterColumn> = {}): RegisterColumn {
  return { id, name: id, type, unit: null, choices: [], required: false, key: false, note: null, ...more }
}

describe('a cell of the register', () => {
  it('reads a choice by its word', () => expect(cellText(column('route', 'choice', { choices: [{ id: 'long', name: '长流程' }] }), 'long', words)).toBe('长流程'))
  it('reads yes and no by their words', () => {
    expect(cellText(column('closed', 'yes_no'), 'true', words)).toBe('是')
    expect(cellText(column('closed', 'yes_no'), 'false', words)).toBe('否')
  })
  it('keeps nothing apart from no', () => expect(cellText(column('closed', 'yes_no'), null, words)).toBe(''))
  it('names a region, and shows the code of one that is not known', () => {
    expect(cellText(column('region', 'region'), '140100', words)).toBe('太原市')
    expect(cellText(column('region', 'region'), '999999', words)).toBe('999999')
  })
  it('shows a number as the register has it', () => expect(cellText(column('capacity', 'number'), '7.50', words)).toBe('7.50'))
})

describe('a form of the register', () => {
  const columns = [column('key', 'text', { key: true }), column('a', 'text'), column('b', 'text'), column('region', 'region'), column('c', 'text', { required: true })]
  it('shows keys, places and what must be filled before the rest, in their own order', () => expect(mainColumns(columns, 4).map((one) => one.id)).toEqual(['key', 'a', 'region', 'c']))
  it('takes nothing and an empty text for the same', () => expect(changedColumns(columns, { a: null, b: 'x' }, { a: '', b: 'y' }).map((one) => one.id)).toEqual(['b']))
})
