// Runs the program that was built: commands to their end, and the two servers until they are stopped.
import { spawn } from 'node:child_process'
import { createWriteStream, existsSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

export const WORKSPACE = fileURLToPath(new URL('../..', import.meta.url))
const BUILT = `${process.env['CARGO_TARGET_DIR'] ?? `${WORKSPACE}target`}/debug/lantian`

/** The program, as xtask names it or as cargo leaves it. */
export function program() {
  const path = process.env['LANTIAN_BIN'] ?? BUILT
  if (!existsSync(path)) throw new Error(`there is no program at ${path}: cargo build first, or name it in LANTIAN_BIN`)
  return path
}

/** Runs a command in a folder to its end; what it said is in the error when it fails. */
export async function lantian(folder, ...args) {
  const child = start(folder, args, 'pipe')
  const said = []
  child.stdout.on('data', (bytes) => said.push(bytes))
  child.stderr.on('data', (bytes) => said.push(bytes))
  const code = await ended(child)
  const text = Buffer.concat(said).toString()
  if (code !== 0) throw new Error(`lantian ${args.join(' ')} ended with ${code}:\n${text}`)
  return text
}

/** Starts a server; its first line tells where it listens. `stop` waits until it has ended. */
export async function serve(folder, ...args) {
  const child = start(folder, ['--format', 'json', ...args], 'pipe')
  const log = createWriteStream(`${folder}/${args[0]}.log`)
  child.stderr.pipe(log)
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const { value, done } = await lines.next()
  if (done) throw new Error(`lantian ${args.join(' ')} ended with ${await ended(child)}; see ${log.path}`)
  void drain(lines)
  const stop = async () => {
    child.kill('SIGTERM')
    return ended(child)
  }
  return { said: JSON.parse(value), log: log.path, stop }
}

function start(folder, args, stdio) {
  const own = Object.entries(process.env).filter(([key]) => !key.startsWith('LANTIAN_'))
  const places = ['--lake', `${folder}/lake`, '--registry', `${folder}/register.sqlite`]
  return spawn(program(), [...places, ...args], { cwd: folder, env: Object.fromEntries(own), stdio: ['ignore', stdio, 'pipe'] })
}

function ended(child) {
  if (child.exitCode !== null) return Promise.resolve(child.exitCode)
  return new Promise((resolve, reject) => child.once('error', reject).once('exit', (code, signal) => resolve(code ?? signal)))
}

async function drain(lines) {
  for await (const line of lines) void line
}
