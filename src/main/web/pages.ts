import { readFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { pageFile, pageHeaders } from '../host/app/page-files.ts'
import { parseUrl, type Access, type Pass } from './access.ts'
import { reportAt, reportHeaders } from './reports.ts'
import { entranceHeaders, passwordForm, stranger, welcome } from './log-in.ts'

/** Answers the plain requests of a browser: the way in, then the built page, and the reports of runs. */
export function servePages(
  root: string,
  access: Access,
  runs: string,
): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    serve(root, access, runs, request, response).catch(() => {
      if (!response.headersSent) response.writeHead(500)
      response.end()
    })
  }
}

async function serve(
  root: string,
  access: Access,
  runs: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const enter = (status: number, body: string, headers: Record<string, string> = {}): void => {
    response.writeHead(status, { ...entranceHeaders, ...headers }).end(request.method === 'HEAD' ? undefined : body)
  }
  const admit = ({ cookie, key }: Pass): void => enter(200, welcome(key), { 'Set-Cookie': cookie })
  // Not the address relative to a base: in that, //name would be another host.
  const url = parseUrl(`http://localhost${request.url}`)
  if (!url || !access.isOwnHost(request)) return enter(403, stranger)

  if (request.method === 'POST' && url.pathname === '/login' && access.isOwnOrigin(request)) {
    const gone = new AbortController()
    response.once('close', () => gone.abort())
    const answer = await access.logIn(await passwordOf(request), request.socket.remoteAddress ?? '', gone.signal)
    if (answer.kind === 'in') return admit(answer.pass)
    return answer.kind === 'wrong'
      ? enter(401, passwordForm('wrong'))
      : enter(429, passwordForm('crowded'), { 'Retry-After': '240' })
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') return enter(405, stranger, { Allow: 'GET, HEAD' })

  const token = url.searchParams.get('token')
  if (!access.hasSession(request)) {
    const pass = token === null || request.method === 'HEAD' ? null : access.redeem(token)
    if (pass) return admit(pass)
    return access.hasPassword ? enter(401, passwordForm()) : enter(403, stranger)
  }
  if (token !== null) return enter(200, welcome(access.keyFor(request) ?? ''))
  const report = await reportAt(runs, url.pathname)
  if (report !== null) {
    response.writeHead(200, reportHeaders).end(request.method === 'HEAD' ? undefined : report)
    return
  }
  await sendFile(root, url.pathname, request, response)
}

async function sendFile(
  root: string,
  pathname: string,
  { headers, method }: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const file = pageFile(root, pathname)
  const content = file && (await readFile(file).catch(() => null))
  if (!file || !content) {
    response.writeHead(404, pageHeaders('.html')).end()
    return
  }
  response.writeHead(200, pageHeaders(file, `ws://${headers.host}`)).end(method === 'HEAD' ? undefined : content)
}

/** The password of the form; nothing for a body that is longer than any. */
async function passwordOf(request: IncomingMessage): Promise<string> {
  const length = Number(request.headers['content-length'])
  if (!(length > 0 && length <= 4096)) {
    request.destroy()
    return ''
  }
  return new URLSearchParams(await text(request)).get('password') ?? ''
}
