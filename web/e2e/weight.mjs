// How heavy the first page is and how soon it can be used, with nothing kept from before.
// As a program: node e2e/weight.mjs ADDRESS of a running portal.
import { pathToFileURL } from 'node:url'
import { openBrowser, DESK } from './browser.mjs'

/** What may be transferred for the first load of the page. */
export const MOST_BYTES = 1_500_000

/** Bytes as transferred, by kind, and milliseconds until the ranking stood and could be used. */
export async function weigh(browser, origin) {
  const context = await browser.newContext({ viewport: DESK })
  const page = await context.newPage()
  const network = await context.newCDPSession(page)
  const kinds = new Map()
  const files = []
  await network.send('Network.enable')
  network.on('Network.responseReceived', ({ requestId, type, response }) => kinds.set(requestId, { type, url: response.url }))
  network.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const { type = 'Other', url = '' } = kinds.get(requestId) ?? {}
    files.push({ type, path: url.replace(origin, ''), bytes: encodedDataLength })
  })
  const begun = performance.now()
  await page.goto(`${origin}/`)
  await page.locator('.today-ranking tbody tr').first().waitFor()
  const usable = performance.now() - begun
  await page.locator('canvas').nth(1).waitFor()
  await page.waitForFunction(() => document.querySelector('.skeleton') === null)
  const whole = performance.now() - begun
  await context.close()
  files.sort((a, b) => b.bytes - a.bytes)
  return { bytes: files.reduce((sum, file) => sum + file.bytes, 0), usable, whole, files }
}

export function told({ bytes, usable, whole, files }) {
  const largest = files.slice(0, 8).map((file) => `  ${String(Math.round(file.bytes / 1000)).padStart(5)} kB  ${file.path}`)
  return [`first load: ${Math.round(bytes / 1000)} kB in ${files.length} answers; usable after ${Math.round(usable)} ms, whole after ${Math.round(whole)} ms`, ...largest].join('\n')
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const browser = await openBrowser()
  process.stdout.write(`${told(await weigh(browser, process.argv[2].replace(/\/$/, '')))}\n`)
  await browser.close()
}
