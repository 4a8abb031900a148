// What people do in the page, step by step. Each is one test, in the language that it is given; the words that are
// looked for are those of the page.
import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isQuiet, isReadable, open, picture, says, settled } from './checks.mjs'
import { PLANT, REAL } from './house.mjs'

/** A file and a row in it, as a proof names them. */
const FILE_AND_ROW = /\.(csv|csv\.gz):\d+/

/** The proof of a figure goes down to a file and a row of it. */
async function proof(page, button, title) {
  await button.click()
  const dialog = page.getByRole('dialog')
  await dialog.locator('.trace-tree').waitFor()
  await dialog.getByText(title).first().waitFor()
  const text = await dialog.locator('.trace-tree').evaluate((tree) => tree.textContent)
  if (REAL) assert.match(text, FILE_AND_ROW)
  return dialog
}

export async function proofOfAnHour({ page, seen }, house) {
  await open(page, house.origin, '/?at=2019-01-12T12:00', 'zh')
  await page.locator('.today-ranking tr', { hasText: '临汾' }).locator('.trace-button').waitFor()
  await proof(page, page.locator('.today-ranking tr', { hasText: '临汾' }).locator('.trace-button'), '临汾')
  await isReadable(page)
  await picture(page, 'proof-hour', 'zh')
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  isQuiet(seen)
}

export async function proofOfAFinding({ page, seen }, house) {
  await open(page, house.origin, '/plan/shanxi-2024/clause/26?as_of=2025-12-31&replay=2016%3D2025', 'en')
  const dialog = await proof(page, page.locator('#A122 .trace-button').first(), 'A122')
  if (REAL) assert.match(await dialog.innerText(), /72/)
  await picture(page, 'proof-finding', 'en')
  isQuiet(seen)
}

export async function proofOfACity({ page, seen }, house) {
  await open(page, house.origin, '/city/141000', 'zh')
  await proof(page, page.locator('.target', { hasText: '临汾市PM2.5年均浓度' }).locator('.trace-button').first(), '临汾')
  await picture(page, 'proof-city', 'zh')
  isQuiet(seen)
}

/** A spreadsheet: what it would change is shown first; nothing is written until the reason is given and it is committed. */
export async function upload({ page, seen }, house) {
  const sheet = join(house.folder, '限值.csv')
  await writeFile(sheet, `key,outlet_key,pollutant,limit_mg_m3,basis\n${PLANT}-SO2,${PLANT}-DA001,so2,30,模拟许可证\n${PLANT}-NH3,${PLANT}-DA001,nh3,8,模拟许可证\n${PLANT}-PM,${PLANT}-DA001,pm,很低,模拟许可证\n`)
  await open(page, house.origin, '/register/outlet_limit?open=upload', 'zh')
  const dialog = page.getByRole('dialog')
  await dialog.locator('input[type="file"]').setInputFiles(sheet)
  await dialog.locator('.difference').waitFor()
  const counts = (await dialog.locator('.difference .counts').innerText()).replace(/\s+/g, ' ')
  assert.match(counts, /1 ?新增.*1 ?修改.*0 ?不变.*1 ?有误/)
  await says(page, ['尚未写入', '很低'])
  await isReadable(page)
  await picture(page, 'upload', 'zh')
  await dialog.getByLabel('原因').fill('许可证变更')
  await dialog.getByRole('button', { name: '写入 2 条' }).click()
  await says(page, ['已写入:新增 1,修改 1'])
  await open(page, house.origin, `/register/outlet_limit/${PLANT}-SO2`, 'zh')
  await says(page, ['许可证变更', '30'])
  isQuiet(seen)
}

/** One account fills a figure in and hands it in; another one accepts it; the first could not have. */
export async function report(filler, reviewer, house) {
  const evidence = join(house.folder, '统计年鉴.txt')
  await writeFile(evidence, '煤炭消费量 2025')
  const { page } = filler
  await open(page, house.origin, '/reports', 'zh')
  await page.locator('tr', { hasText: '煤炭消费量' }).last().getByRole('button').click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('数值').fill('1234.5')
  await dialog.getByLabel('依据').fill('统计年鉴 2025')
  await dialog.locator('input[type="file"]').setInputFiles(evidence)
  await dialog.locator('.attachments li', { hasText: '统计年鉴.txt' }).getByRole('button').waitFor()
  await isReadable(page)
  await picture(page, 'report-fill', 'zh')
  await dialog.getByRole('button', { name: '提交审核' }).click()
  await says(page, ['已提交,等待审核。'])
  assert.equal(await dialog.getByRole('button', { name: '通过' }).count(), 0, 'nobody reviews their own figure')
  isQuiet(filler.seen)
  await accept(reviewer, house)
  await open(page, house.origin, '/reports?state=accepted', 'zh')
  await says(page, ['1234.5', '已审核', '上报'])
}

async function accept({ page, seen }, house) {
  await open(page, house.origin, '/reports?state=submitted', 'en')
  await page.locator('tr', { hasText: '1234.5' }).getByRole('button', { name: /^Review/ }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('统计年鉴 2025').first().waitFor()
  await isReadable(page)
  await picture(page, 'report-review', 'en')
  await dialog.getByRole('button', { name: 'Accept' }).click()
  await says(page, ['Accepted.'])
  isQuiet(seen)
}

/** A new account: its password is shown once; the log has it, and the chain of the log holds. */
export async function newAccount({ page, seen }, house) {
  await open(page, house.origin, '/admin/accounts?open=new', 'zh')
  const dialog = page.getByRole('dialog')
  await dialog.locator('input').first().fill('datong')
  await dialog.getByLabel('姓名').fill('大同督察')
  await dialog.getByLabel('角色').selectOption('inspector')
  await dialog.getByLabel('地区').selectOption('140200')
  await isReadable(page)
  await dialog.getByRole('button', { name: '新建账户' }).click()
  const password = await page.locator('code.password').innerText()
  assert.ok(password.length >= 16, 'a one-time password')
  await picture(page, 'new-account', 'zh')
  await open(page, house.origin, '/admin/audit', 'zh')
  await says(page, ['datong'])
  await page.getByRole('button', { name: '核验记录链' }).click()
  await page.locator('.verdict:not(.broken)').waitFor()
  isQuiet(seen)
}

/** Signing in leads back to where the reader wanted to go; a wrong password is told. */
export async function signIn({ page, seen }, house) {
  await open(page, house.origin, '/quality', 'zh')
  await says(page, ['登录'])
  await page.getByLabel('账户名').fill('shanxi')
  await page.getByLabel('密码').fill('不是这个密码')
  await page.locator('form').getByRole('button', { name: '登录' }).click()
  await page.getByRole('alert').waitFor()
  await picture(page, 'sign-in-refused', 'zh')
  assert.ok(seen.errors.every((error) => error.includes('401')), String(seen.errors))
  seen.errors.length = 0
  await page.getByLabel('密码').fill(house.password)
  await page.locator('form').getByRole('button', { name: '登录' }).click()
  await page.getByRole('heading', { level: 1, name: '数据质量' }).waitFor()
  await settled(page)
  isQuiet(seen)
}
