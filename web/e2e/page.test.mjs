// The page in a browser over a portal of its own: every view in both languages at a desk and on a phone, what people
// do in it, and how heavy it is.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { openBrowser, openPage, PHONE } from './browser.mjs'
import { fits, isQuiet, isReadable, open, picture, says, settled } from './checks.mjs'
import * as flows from './flows.mjs'
import { openHouse, REAL } from './house.mjs'
import * as manners from './manners.mjs'
import { VIEWS } from './views.mjs'
import { MOST_BYTES, told, weigh } from './weight.mjs'

const LANGUAGES = { zh: 'Chinese', en: 'English' }
/** For what cannot be looked at without the archives. */
const ARCHIVES = { skip: REAL ? false : 'needs ../shared/data: without it all days are simulated and there are no stations, plans’ facts or registers' }
const RANKING = '/rankings?set=shanxi11&period=2019-01'

describe('the page', { concurrency: 2 }, () => {
  let house
  let browser
  before(async () => {
    house = await openHouse()
    browser = await openBrowser()
  })
  after(async () => {
    await browser?.close()
    assert.equal(await house?.close(), 0, 'the portal ends well when it is stopped')
  })

  /** Runs with a page for each of the readers named, and closes them. */
  async function as(readers, act) {
    const pages = []
    for (const who of readers) pages.push(await openPage(browser, house, { who }))
    try {
      await act(...pages, house)
    } finally {
      for (const page of pages) await page.close()
    }
  }

  test('the first load is light', async (context) => {
    const weight = await weigh(browser, house.origin)
    context.diagnostic(told(weight))
    assert.ok(weight.bytes < MOST_BYTES, told(weight))
  })
  for (const view of VIEWS) {
    for (const [lang, language] of Object.entries(LANGUAGES)) {
      test(`${view.name} is whole in ${language}`, view.archives ? ARCHIVES : {}, () => as([view.who], (reader) => whole(reader, view, lang)))
    }
  }

  async function whole({ page, seen }, view, lang) {
    await open(page, house.origin, view.path, lang)
    await says(page, [...view[lang], ...view.both, ...(REAL ? view.real : [])])
    await picture(page, view.name, lang)
    await fits(page)
    await isReadable(page)
    await page.setViewportSize(PHONE)
    await page.reload()
    await settled(page)
    await picture(page, view.name, lang)
    await fits(page)
    // What is readable on a phone does not depend on the language.
    if (lang === 'zh') await isReadable(page)
    isQuiet(seen)
  }

  test('an hour opens into its proof', () => as([null], flows.proofOfAnHour))
  test('a finding opens into its proof', () => as(['admin'], flows.proofOfAFinding))
  test('a city’s figure opens into its proof', ARCHIVES, () => as([null], flows.proofOfACity))
  test('a spreadsheet shows its difference before it is written', () => as(['admin'], flows.upload))
  test('a figure is filled in by one and accepted by another', () => as(['linfen', 'shanxi'], flows.report))
  test('a new account has a password that is shown once', () => as(['admin'], flows.newAccount))
  test('signing in leads to the view that was asked for', () => as([null], flows.signIn))
  test('the keyboard reaches the skip link and the navigation', () => as([null], manners.keyboard))
  for (const [name, path, options] of [['the plan', '/plan', {}], ['a city', '/city/141000', ARCHIVES], ['a ranking', RANKING, {}]]) {
    test(`${name} prints without navigation`, options, () => as(['admin'], (reader) => manners.paper(reader, house, path)))
  }
  for (const [name, path, options] of [['today', '/?at=2019-01-12T12:00', {}], ['plan', '/plan', {}], ['city', '/city/141000', ARCHIVES], ['quality', '/quality?from=2019-01-01&to=2019-01-31', {}]]) {
    test(`${name} is readable in the dark`, options, () => as(['admin'], (reader) => manners.dark(reader, house, name, path)))
  }
  test('a link opens the same board', () => as(['admin', 'admin'], manners.link))
  test('language, colours and the map’s table are one press away', () => as([null], manners.switches))
  test('numbers that stand in the archives were looked for', ARCHIVES, () => undefined)
})
