// Talks to the portal's API: one language an answer, problems as errors, the CSRF token on what changes something.
// Conditional requests are the browser's matter; nothing is kept here.
import type { Problem } from '@/api/types'
import { language } from '@/locales'

export const API = '/api/v1'

type Value = string | number | boolean | null | undefined

/** What the API, or the way to it, had against a request. */
export class ApiError extends Error {
  readonly problem: Problem
  constructor(problem: Problem) {
    super(problem.detail || problem.title)
    this.name = 'ApiError'
    this.problem = problem
  }
}

let csrf = ''
let onUnauthorised: () => void = () => undefined

/** The token that the session gave; every request that changes something carries it. */
export function setCsrf(token: string): void {
  csrf = token
}

/** What happens when the API wants a sign-in first. */
export function whenUnauthorised(act: () => void): void {
  onUnauthorised = act
}

/** An address of the API; parameters without a value are left out. */
export function address(path: string, query: Record<string, Value> = {}): string {
  const base = path.startsWith('/api/') ? path : `${API}${path}`
  const parts = Object.entries(query).filter(([, value]) => value !== null && value !== undefined && value !== '' && value !== false)
  if (parts.length === 0) return base
  const text = parts.map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(String(value))}`).join('&')
  return `${base}${base.includes('?') ? '&' : '?'}${text}`
}

/** The address with the language that is shown: for links to downloads, too. */
export function localised(path: string, lang: string = language.value): string {
  return address(path, { lang })
}

/** Reads an address as JSON. */
export async function get<T>(path: string, signal?: AbortSignal): Promise<T> {
  const answer = await reach(localised(path), { headers: { Accept: 'application/json' }, ...(signal ? { signal } : {}) })
  return (await answer.json()) as T
}

/** Sends what changes something: JSON, or a file as it is. Answers null where there is nothing to read (204). */
export async function send<T>(method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: unknown, headers: Record<string, string> = {}): Promise<T> {
  const file = body instanceof Blob
  const all: Record<string, string> = { Accept: 'application/json', 'X-CSRF-Token': csrf, ...headers }
  if (body !== undefined && !file) all['Content-Type'] = 'application/json'
  if (file) all['Content-Type'] ??= body.type || 'application/octet-stream'
  const init: RequestInit = { method, headers: all }
  if (body !== undefined) init.body = file ? body : JSON.stringify(body)
  const answer = await reach(localised(path), init)
  const text = await answer.text()
  return (text === '' ? null : JSON.parse(text)) as T
}

/** Sends a file; its name travels beside it, since a header cannot hold Chinese as it is. */
export function sendFile<T>(path: string, file: File): Promise<T> {
  return send<T>('POST', path, file, { 'X-File-Name': encodeURIComponent(file.name) })
}

/** True for the end of a request that nobody waits for any more. */
export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError'
}

/** What an error is, as a problem that can be shown. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ApiError) return error.problem
  return blank('page', 0, error instanceof Error ? error.message : String(error))
}

async function reach(path: string, init: RequestInit): Promise<Response> {
  let answer: Response
  try {
    answer = await fetch(path, { credentials: 'same-origin', ...init })
  } catch (error) {
    if (isAbort(error)) throw error
    throw new ApiError(blank('unreachable', 0, ''))
  }
  if (answer.ok) return answer
  const problem = await readProblem(answer)
  if (answer.status === 401 && !path.startsWith(`${API}/session`)) onUnauthorised()
  throw new ApiError(problem)
}

async function readProblem(answer: Response): Promise<Problem> {
  const empty = blank(`http_${answer.status}`, answer.status, '')
  if (!(answer.headers.get('Content-Type') ?? '').includes('json')) return empty
  try {
    return { ...empty, ...((await answer.json()) as Partial<Problem>) }
  } catch {
    return empty
  }
}

function blank(code: string, status: number, detail: string): Problem {
  return { type: 'about:blank', code, title: '', status, detail, hint: '', instance: '' }
}
