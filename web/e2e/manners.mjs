// How the page behaves for those who use the keyboard, print, prefer the dark, or send somebody a link.
import assert from 'node:assert/strict'
import { fits, isQuiet, isReadable, open, picture, says, settled } from './checks.mjs'

/** Tab reaches the skip link first, then the navigation; the skip link leads to the content. */
export async function keyboard({ page, seen }, house) {
  await open(page, house.origin, '/rankings?set=shanxi11&period=2019-01', 'zh')
  await page.keyboard.press('Tab')
  assert.equal(await focused(page), '跳到正文')
  const reached = []
  for (let step = 0; step < 12; step += 1) {
    await page.keyboard.press('Tab')
    reached.push(await focused(page))
  }
  for (const name of ['今日', '行动方案', '城市', '排名']) assert.ok(reached.includes(name), `${name} in ${reached.join(' | ')}`)
  assert.ok(await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle !== 'none'), 'the focus is seen')
  await page.reload()
  await settled(page)
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'main')
  isQuiet(seen)
}

function focused(page) {
  return page.evaluate(() => (document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '').trim())
}

/** On paper there is no navigation and nothing to press, and tables are whole. */
export async function paper({ page, seen }, house, path) {
  await open(page, house.origin, path, 'zh')
  await page.emulateMedia({ media: 'print' })
  for (const part of ['.shell-nav', '.shell-head', '.skip']) assert.equal(await page.locator(part).isVisible(), false, `${part} on paper`)
  assert.equal(await page.locator('button.button:not(.link):visible').count(), 0, 'buttons on paper, other than words that lead somewhere')
  const cut = await page.evaluate(() => [...document.querySelectorAll('.table-box')].filter((box) => box.scrollHeight > box.clientHeight + 2 && getComputedStyle(box).overflowY !== 'visible').length)
  assert.equal(cut, 0, 'tables that are cut')
  isQuiet(seen)
}

/** In the dark everything stays readable. */
export async function dark({ page, seen }, house, name, path) {
  await page.emulateMedia({ colorScheme: 'dark' })
  await open(page, house.origin, path, 'zh')
  await picture(page, `${name}-dark`, 'zh')
  await isReadable(page)
  isQuiet(seen)
}

/** What was chosen stands in the address: who opens the link sees the same. */
export async function link(first, second, house) {
  await open(first.page, house.origin, '/plan', 'zh')
  await first.page.getByLabel('责任主体').selectOption({ label: '省能源局' })
  await first.page.getByLabel('约束力').selectOption({ index: 1 })
  const told = await first.page.locator('.filter-count').innerText()
  await first.page.waitForURL(/body=.*force=|force=.*body=/)
  await second.page.goto(first.page.url())
  await settled(second.page)
  assert.equal(await second.page.locator('.filter-count').innerText(), told)
  isQuiet(first.seen)
  isQuiet(second.seen)
}

/** The language is turned in place; colours for the colour-blind too, and the map has a table that says the same. */
export async function switches({ page, seen }, house) {
  await open(page, house.origin, '/?at=2019-01-12T12:00', 'zh')
  await page.getByRole('button', { name: 'English' }).click()
  await says(page, ['The air today', 'Linfen'])
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'en')
  await page.getByRole('button', { name: 'Statutory colours' }).click()
  await page.getByRole('button', { name: 'Table' }).first().click()
  await page.getByRole('region', { name: /Ranking/ }).first().waitFor()
  await picture(page, 'today-safe', 'en')
  await isReadable(page)
  await fits(page)
  isQuiet(seen)
}
