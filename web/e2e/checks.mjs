// What holds for every view: it loads, says what it must, is readable by everybody, fits, and is quiet.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { PICTURES } from './browser.mjs'

const AXE = await readFile(new URL('../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8')
const GRAVE = ['serious', 'critical']
/** How long a picture waits for the first mark on a map; a map may have none. */
const MARKS = 8000
/** Longer views are pictured so far down only. */
const TALLEST = 3600

/** Opens an address in a language and waits until nothing is loading any more. */
export async function open(page, origin, path, lang) {
  const address = new URL(path, origin)
  address.searchParams.set('lang', lang)
  await page.goto(address.href)
  await settled(page)
}

/** Waits until the view stands: a title, no skeleton, nothing busy. */
export async function settled(page) {
  await page.waitForFunction(() => document.querySelector('main h1') !== null && document.querySelector('.skeleton, [aria-busy="true"]') === null)
  await page.evaluate(() => document.fonts.ready)
}

/** The view says each of these, in text that a reader sees. */
export async function says(page, words) {
  for (const word of words) {
    await page.getByText(word, { exact: false }).first().waitFor({ state: 'attached' }).catch(() => assert.fail(`“${word}” does not stand on ${page.url()}`))
  }
}

export async function isReadable(page) {
  await page.evaluate(AXE)
  const grave = await page.evaluate(async (impacts) => {
    const { violations } = await window.axe.run(document, { resultTypes: ['violations'] })
    const found = violations.filter((one) => impacts.includes(one.impact))
    return found.map((one) => `${one.impact} ${one.id}: ${one.nodes.slice(0, 4).map((node) => `${node.target.join(' ')} (${(node.any[0] ?? node.all[0] ?? node.none[0])?.message ?? ''})`).join('; ')}`)
  }, GRAVE)
  assert.deepEqual(grave, [], `axe on ${page.url()}`)
}

/** The page itself does not scroll sideways; tables may, inside their own box. */
export async function fits(page) {
  const { wide, found } = await page.evaluate(() => {
    const room = document.documentElement.clientWidth
    const out = (element) => element.getBoundingClientRect().right > room + 1 && element.closest('.table-box, [popover], dialog:not([open])') === null
    const wide = document.documentElement.scrollWidth - room
    return { wide, found: wide > 0 ? [...document.querySelectorAll('body *')].filter(out).slice(0, 5).map((one) => `${one.tagName}.${one.className}`) : [] }
  })
  assert.equal(wide, 0, `${page.url()} is ${wide} px too wide: ${found.join(', ')}`)
}

export function isQuiet(seen) {
  assert.deepEqual(seen.errors, [], 'errors of the page')
  assert.deepEqual(seen.elsewhere, [], 'requests to elsewhere')
}

/** A picture of the view, or of a dialog over it; a map that is there is drawn first. */
export async function picture(page, name, lang) {
  const map = page.locator('.map-canvas canvas').first()
  if (await map.isVisible()) await page.locator('.map-canvas .maplibregl-marker').first().waitFor({ timeout: MARKS }).catch(() => undefined)
  const { width } = page.viewportSize()
  const height = await page.evaluate(() => document.documentElement.scrollHeight)
  const whole = { fullPage: true, clip: { x: 0, y: 0, width, height: Math.min(height, TALLEST) } }
  const part = await page.locator('dialog[open]').count() > 0 ? {} : whole
  await page.screenshot({ path: `${PICTURES}/${name}-${lang}-${width}.png`, animations: 'disabled', ...part })
}
