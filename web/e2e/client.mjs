// Speaks to the API as a program does: a cookie, and the token of the session on what changes something.
export class Client {
  constructor(origin, cookie, csrf) {
    this.origin = origin
    this.cookie = cookie
    this.csrf = csrf
  }

  /** A session of an account; the session before the sign-in gives the first token. */
  static async signIn(origin, name, password) {
    const before = await fetch(`${origin}/api/v1/session`)
    const client = new Client(origin, cookieOf(before) ?? '', (await before.json()).csrf)
    const answer = await client.ask('POST', '/session', { name, password })
    client.cookie = cookieOf(answer) ?? client.cookie
    client.csrf = (await answer.json()).csrf
    return client
  }

  async changePassword(old, next) {
    await this.ask('POST', '/session/password', { old, new: next })
  }

  async send(method, path, body) {
    return (await this.ask(method, path, body)).json()
  }

  async ask(method, path, body) {
    const headers = { Cookie: `lantian_session=${this.cookie}`, 'X-CSRF-Token': this.csrf, 'Content-Type': 'application/json' }
    const answer = await fetch(`${this.origin}/api/v1${path}`, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
    return answer
  }
}

function cookieOf(answer) {
  for (const line of answer.headers.getSetCookie()) {
    const [, value] = /^lantian_session=([^;]+)/.exec(line) ?? []
    if (value) return value
  }
  return null
}
