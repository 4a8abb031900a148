// A portal of its own in a temporary folder: real archives where they lie beside the workspace, else simulated days;
// a simulated plant that reports through a gateway; three accounts. Nothing outside the folder is written.
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from './client.mjs'
import { lantian, serve, WORKSPACE } from './program.mjs'

const DATA = join(WORKSPACE, '../shared/data')
/** Whether the archives are there; without them numbers that stand in them are not looked for. */
export const REAL = existsSync(DATA)
const AIR = ['cnemc_city_hourly/national_366_hourly_201901.csv.gz', 'cnemc_city_hourly/national_366_hourly_201902.csv.gz', 'cnemc_city_hourly/shanxi11_hourly.csv.gz', 'aqistudy_daily/china_cities_daily_201312_201702.csv.gz', 'shanxi_station_hourly_202004']
const REGISTER = ['shanxi_boundaries/shanxi_province_tianditu.geojson', 'shanxi_boundaries/shanxi_city_tianditu.geojson', 'shanxi_boundaries/shanxi_district_tianditu.geojson', 'station_lists/knowair_station_info.csv', 'gem_trackers/gcpt_shanxi_units_2026-01.csv', 'gem_trackers/gcmt_shanxi_mines_2024-05.csv', 'gem_trackers/gist_shanxi_plants_2025-03-20.csv', 'gem_trackers/gist_shanxi_units_2025-03-18.csv']
/** The facts of 2016 stand for those of 2025, of which there are none. */
const EXAMPLE = ['--example', '2025-11-23', '--replay', '2016=2025']
/** The simulated plant, and the first devices of the simulation's seed. */
export const PLANT = 'sim:steel'
export const DEVICE = '60142023CA69772E00000000'
const SHEETS = {
  facility: `key,name,region,lon,lat,industry,closed\n${PLANT},模拟钢铁公司,尖草坪,112.52,37.93,steel,no\n`,
  outlet: `key,name,facility_key,outlet_class,reference_oxygen_percent,industrial,in_use\n${PLANT}-DA001,烧结机头排放口,${PLANT},main,16,yes,yes\n`,
  outlet_limit: `key,outlet_key,pollutant,limit_mg_m3,basis\n${PLANT}-SO2,${PLANT}-DA001,so2,35,模拟许可证\n${PLANT}-NOx,${PLANT}-DA001,nox,50,模拟许可证\n${PLANT}-PM,${PLANT}-DA001,pm,10,模拟许可证\n`,
  monitoring_device: `key,facility_key,outlet_key,protocol,codec_profile,connected,gateway_active\n${DEVICE},${PLANT},${PLANT}-DA001,hj212,standard,yes,yes\n`,
}
const WHO = ['--who', 'e2e', '--why', '测试 / test']
const PASSWORD = '蓝天-常在-山西-2025'
const ACCOUNTS = [
  { name: 'linfen', shown_name: '临汾填报员', role: 'city', region: '141000', entity: null, body: null },
  { name: 'shanxi', shown_name: '省厅审核员', role: 'province', region: '140000', entity: null, body: null },
]

/** Opens the house; `sessions` holds a cookie for each account. */
export async function openHouse() {
  const folder = await mkdtemp(join(tmpdir(), 'lantian-e2e-'))
  await fill(folder)
  const server = await serve(folder, 'serve', '--listen', '127.0.0.1:0', ...EXAMPLE)
  const origin = server.said.listening.replace(/\/$/, '')
  const close = async () => {
    const code = await server.stop()
    await rm(folder, { recursive: true, force: true })
    return code
  }
  const sessions = await people(origin, server.said.administrator)
  return { origin, folder, sessions, password: PASSWORD, log: server.log, close }
}

async function fill(folder) {
  if (REAL) {
    await lantian(folder, '--quiet', 'import', ...await air())
    await lantian(folder, 'register', 'import', ...WHO, ...REGISTER.map((file) => join(DATA, file)))
  } else {
    await lantian(folder, '--quiet', 'import', '--simulated')
  }
  await lantian(folder, 'telemetry', 'simulate', '--register', '--devices', '4', '--vehicles', '1', ...WHO)
  const sheets = []
  for (const [entity, text] of Object.entries(SHEETS)) {
    sheets.push(join(folder, `${entity}.csv`))
    await writeFile(sheets.at(-1), text)
  }
  await lantian(folder, 'register', 'import', '--simulated', ...WHO, ...sheets)
  await frames(folder)
}

async function air() {
  const files = []
  for (const path of AIR) {
    if (path.endsWith('.gz')) files.push(join(DATA, path))
    else files.push(...(await readdir(join(DATA, path))).filter((name) => name.endsWith('.csv')).map((name) => join(DATA, path, name)))
  }
  return files
}

/** The simulated devices report; the gateway's end waits until all is in the lake. */
async function frames(folder) {
  const gateway = await serve(folder, 'gateway', '--listen', '127.0.0.1:0', '--status', '127.0.0.1:0')
  const to = ['--to', gateway.said.listening[0], '--devices', '4', '--pace', 'fast']
  await lantian(folder, 'telemetry', 'simulate', ...to, '--kinds', 'hour', '--frames', '30')
  await lantian(folder, 'telemetry', 'simulate', ...to, '--kinds', 'minute', '--frames', '30')
  const code = await gateway.stop()
  if (code !== 0) throw new Error(`the gateway ended with ${code}; see ${gateway.log}`)
}

/** One-time passwords are changed as a person must change them; then each account has a session. */
async function people(origin, administrator) {
  const admin = await Client.signIn(origin, administrator.name, administrator.password)
  await admin.changePassword(administrator.password, PASSWORD)
  const keeper = await Client.signIn(origin, administrator.name, PASSWORD)
  const sessions = { admin: keeper.cookie }
  for (const account of ACCOUNTS) {
    const made = await keeper.send('POST', '/accounts', account)
    const first = await Client.signIn(origin, account.name, made.one_time_password)
    await first.changePassword(made.one_time_password, PASSWORD)
    sessions[account.name] = (await Client.signIn(origin, account.name, PASSWORD)).cookie
  }
  return sessions
}
