// Both languages say the same things, and the page asks for no word that is not there.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import en from '@/locales/en'
import zh from '@/locales/zh'

type Words = { [key: string]: string | Words }

function keys(words: Words, before = ''): string[] {
  return Object.entries(words).flatMap(([key, value]) => typeof value === 'string' ? [`${before}${key}`] : keys(value, `${before}${key}.`))
}
function files(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => entry.isDirectory() ? files(join(folder, entry.name)) : [join(folder, entry.name)])
}
function value(words: Words, key: string): string {
  const found = key.split('.').reduce<string | Words | undefined>((at, part) => typeof at === 'object' ? at[part] : undefined, words)
  return typeof found === 'string' ? found : ''
}
const places = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '').sort()

test('chinese and english have the same keys', () => {
  expect(keys(en).sort()).toEqual(keys(zh).sort())
})

test('a sentence has the same places in both languages', () => {
  const differing = keys(zh).filter((key) => places(value(zh, key)).join() !== places(value(en, key)).join())
  expect(differing).toEqual([])
})

test('every word that the page names is there', () => {
  const known = new Set(keys(zh))
  const missing = files('src').filter((name) => /\.(vue|ts)$/.test(name) && !name.includes('locales')).flatMap((name) =>
    [...readFileSync(name, 'utf8').matchAll(/\bt\('([\w.-]+)'/g)].map((match) => match[1] ?? '').filter((key) => !known.has(key)).map((key) => `${name}: ${key}`))
  expect(missing).toEqual([])
})
