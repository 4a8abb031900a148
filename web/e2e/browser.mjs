// A browser that looks at the portal and notes whatever a reader would not want: errors, and requests to elsewhere.
import { mkdir } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { chromium } from 'playwright-core'
import { WORKSPACE } from './program.mjs'

const NAMES = [process.env['LANTIAN_CHROMIUM'], '/usr/bin/chromium', '/usr/bin/chromium-browser']
// The map is drawn without a graphics card. The sandbox cannot be had as root.
const DRAWING = ['--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader']
/** Pictures of every view, to be looked at; they are not kept in the repository. */
export const PICTURES = `${WORKSPACE}target/screenshots`
export const DESK = { width: 1366, height: 768 }
export const PHONE = { width: 390, height: 844 }
/** How long a view may take on a busy machine before it counts as not coming. */
export const PATIENCE = 30_000

export async function openBrowser() {
  const path = NAMES.find((name) => name !== undefined && existsSync(name))
  if (path === undefined) throw new Error('there is no Chromium: install the package chromium, or name it in LANTIAN_CHROMIUM')
  await mkdir(PICTURES, { recursive: true })
  const root = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  return chromium.launch({ executablePath: path, args: [...DRAWING, ...root] })
}

/** A page of its own context; `who` names a session of the house. */
export async function openPage(browser, house, { who = null, size = DESK } = {}) {
  const context = await browser.newContext({ viewport: size, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', acceptDownloads: true })
  context.setDefaultTimeout(PATIENCE)
  if (who !== null) await context.addCookies([{ name: 'lantian_session', value: house.sessions[who], url: house.origin, httpOnly: true, sameSite: 'Strict' }])
  const page = await context.newPage()
  return { page, seen: watch(page, house.origin), close: () => context.close() }
}

/** What a page says and asks for, from now on. */
function watch(page, origin) {
  const seen = { errors: [], elsewhere: [] }
  page.on('console', (message) => { if (message.type() === 'error') seen.errors.push(message.text()) })
  page.on('pageerror', (error) => seen.errors.push(error.stack ?? error.message))
  page.on('request', (request) => { if (!ours(request.url(), origin)) seen.elsewhere.push(request.url()) })
  page.on('response', (response) => { if (response.status() >= 400) seen.errors.push(`${response.status()} ${response.url()}`) })
  return seen
}

function ours(address, origin) {
  return address.startsWith(`${origin}/`) || address.startsWith('data:') || address.startsWith(`blob:${origin}/`)
}
