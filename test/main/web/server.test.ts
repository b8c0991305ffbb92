import { createHash } from 'node:crypto'
import { on, once } from 'node:events'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { realpath } from 'node:fs/promises'
import { request, type IncomingHttpHeaders } from 'node:http'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import { serve, type ServeOptions, type WebHost } from '../../../src/main/web/server.ts'
import type { Envelope } from '../../../src/shared/app-contract.ts'
import { parseRecipe } from '../../../src/shared/recipe.ts'
import { FakeTrainer } from '../../support/fake-trainer.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

let folder: string
let trainers: FakeTrainer[]
let host: WebHost
let address: URL
let sockets: WebSocket[]
let key: string

beforeEach(async () => {
  folder = await realpath(await temporaryFolder())
  for (const name of ['page', 'texts']) mkdirSync(join(folder, name))
  writeFileSync(join(folder, 'page', 'index.html'), '<h1>the page</h1>')
  writeFileSync(join(folder, 'secret.txt'), 'secret')
  trainers = []
  sockets = []
  await open()
})

afterEach(async () => {
  for (const socket of sockets) socket.terminate()
  await host.close()
})

async function open(more: Partial<ServeOptions> = {}): Promise<void> {
  host = await serve({
    places: { runs: join(folder, 'runs'), cache: join(folder, 'cache'), models: join(folder, 'models') },
    roots: [join(folder, 'texts')],
    newTrainer: () => trainers[trainers.push(new FakeTrainer()) - 1],
    page: join(folder, 'page'),
    ...more,
  })
  address = new URL(host.url)
}

interface Answer {
  status: number
  headers: IncomingHttpHeaders
  body: string
}

/** One plain request; unlike `fetch`, it sends any Host header. */
async function get(path: string, headers: Record<string, string> = {}, method = 'GET', body?: string): Promise<Answer> {
  const sent = request({ port: address.port, host: '127.0.0.1', path, method, headers, agent: false })
  sent.end(body)
  const [response] = await once(sent, 'response')
  return { status: response.statusCode, headers: response.headers, body: await text(response) }
}

/** The cookie that the token is exchanged for; the page's key is kept beside it. */
async function enter(): Promise<string> {
  const { headers, body } = await get(`${address.pathname}${address.search}`)
  key = /#key=([\w-]+)/.exec(body)?.[1] ?? ''
  return headers['set-cookie']?.[0].split(';')[0] ?? ''
}

function connect(headers: Record<string, string>, path = '/socket', protocols = ['lastlayer', key]): WebSocket {
  const socket = new WebSocket(`ws://${address.host}${path}`, protocols, {
    headers: { Origin: address.origin, ...headers },
  })
  sockets.push(socket)
  return socket
}

/** How the connection ended: the status of a refusal, or the code with which it was closed. */
async function ending(socket: WebSocket): Promise<number> {
  socket.on('error', () => undefined)
  return Promise.race([
    once(socket, 'unexpected-response').then(([, response]) => response.statusCode as number),
    once(socket, 'close').then(([code]) => code as number),
  ])
}

async function ask(socket: WebSocket, call: string, params: unknown = {}): Promise<Envelope> {
  if (socket.readyState !== WebSocket.OPEN) await once(socket, 'open')
  socket.send(JSON.stringify({ id: 7, call, params }))
  for await (const [data] of on(socket, 'message')) {
    const message = JSON.parse(String(data)) as { envelope?: Envelope }
    if (message.envelope) return message.envelope
  }
  throw new Error('The socket was closed.')
}

test('The printed address opens the page once, and a cookie keeps it open', async () => {
  const first = await get(`/${address.search}`)
  expect(first).toMatchObject({ status: 200, headers: { 'cache-control': 'no-store' } })
  expect(first.headers['set-cookie']?.[0]).toMatch(/; Path=\/; HttpOnly; SameSite=Strict; Max-Age=\d+$/)
  const Cookie = first.headers['set-cookie']?.[0].split(';')[0] ?? ''
  for (const path of ['/', '/index.html']) expect((await get(path, { Cookie })).body).toBe('<h1>the page</h1>')
  expect((await get(`/${address.search}`, { Cookie })).status).toBe(200)
  expect((await get(`/${address.search}`)).status).toBe(403)
})

test('Another address lets another browser in, and takes the place of one that nobody used', async () => {
  const second = new URL(host.newUrl())
  expect((await get(`/${address.search}`)).status).toBe(403)
  const first = await get(`/${second.search}`)
  const third = await get(`/${new URL(host.newUrl()).search}`)
  expect([first.status, third.status]).toEqual([200, 200])
  // Who was let in before still is.
  const Cookie = first.headers['set-cookie']?.[0].split(';')[0] ?? ''
  expect((await get('/', { Cookie })).body).toBe('<h1>the page</h1>')
})

test('Who is refused reads in the colours of the application what to do', async () => {
  const { body, headers } = await get('/')
  expect(body).toContain('Press Enter where Lastlayer runs')
  const style = /<style>(.*)<\/style>/s.exec(body)?.[1] ?? ''
  const hash = createHash('sha256').update(style).digest('base64')
  expect(headers['content-security-policy']).toContain(`style-src 'sha256-${hash}'`)
})

test('A look at the address with HEAD does not use it up', async () => {
  expect(await get(`/${address.search}`, {}, 'HEAD')).toMatchObject({ status: 403, body: '' })
  expect((await get(`/${address.search}`)).status).toBe(200)
})

test('The report of a run is sent to whoever may see the page, under a policy by which nothing in it runs', async () => {
  const run = join(folder, 'runs', 'one')
  mkdirSync(run, { recursive: true })
  writeFileSync(join(run, 'report.html'), '<h1>the report</h1>')
  const { status, body, headers } = await get('/reports/one', { Cookie: await enter() })
  expect([status, body]).toEqual([200, '<h1>the report</h1>'])
  expect(headers['content-security-policy']).toMatch(/^default-src 'none'.*; sandbox$/)
  expect((await get('/reports/one')).status).toBe(403)
})

test('The page is sent with a policy that names its own socket and nothing else', async () => {
  const { headers } = await get('/', { Cookie: await enter() })
  expect(headers['content-security-policy']).toContain(`connect-src 'self' ws://${address.hostname}`)
  expect(headers['x-content-type-options']).toBe('nosniff')
})

test.each([['/'], ['/?token='], ['/?token=wrong'], ['/index.html'], ['/socket']])(
  'Without the token %s tells nothing',
  async (path) => {
    const { status, body, headers } = await get(path)
    expect(status).toBe(403)
    expect(body).not.toContain('the page')
    expect(headers['set-cookie']).toBeUndefined()
  },
)

test.each([['evil.example'], ['evil.example:80'], ['127.0.0.1.evil.example'], ['localhost@evil.example']])(
  'The Host header "%s" is refused, with a cookie or a token',
  async (name) => {
    const Cookie = await enter()
    expect((await get('/', { Cookie, Host: name })).status).toBeGreaterThanOrEqual(400)
    await expect(ending(connect({ Cookie, Host: name, Origin: `http://${name}` }))).resolves.toBeGreaterThanOrEqual(400)
  },
)

test('A tunnel may change the port', async () => {
  const Cookie = await enter()
  expect((await get('/', { Cookie, Host: 'localhost:9999' })).status).toBe(200)
  const socket = connect({ Cookie, Host: 'localhost:9999', Origin: 'http://localhost:9999' })
  await expect(ask(socket, 'about')).resolves.toMatchObject({ ok: true })
})

test.each([['/../secret.txt'], ['/%2e%2e/secret.txt'], ['/..%2fsecret.txt'], ['//secret.txt'], ['/nothing.js']])(
  'The path %s is not found',
  async (path) => {
    const { status, body } = await get(path, { Cookie: await enter() })
    expect(status).toBe(404)
    expect(body).not.toContain('secret')
  },
)

test('Methods that change something are refused', async () => {
  const Cookie = await enter()
  for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS'])
    expect((await get('/', { Cookie }, method)).status).toBe(405)
})

test('A page with the cookie is answered over the socket', async () => {
  const socket = connect({ Cookie: await enter() })
  await expect(ask(socket, 'about')).resolves.toMatchObject({ ok: true, value: { host: 'web' } })
  await expect(ask(socket, 'chooseDataset', { kind: 'folder' })).resolves.toMatchObject({ ok: false })
  await expect(ask(socket, 'constructor')).resolves.toMatchObject({ ok: false, error: { code: 'usage' } })
})

test.each([
  ['no cookie', {}],
  ['a wrong cookie', { Cookie: 'lastlayer=wrong' }],
])('A socket with %s is refused', async (_, headers) => {
  await expect(ending(connect(headers))).resolves.toBe(403)
})

test.each([['http://evil.example'], ['null'], ['http://127.0.0.1:1'], ['file://'], ['']])(
  'A socket from the origin "%s" is refused although it has the cookie',
  async (Origin) => {
    await expect(ending(connect({ Cookie: await enter(), Origin }))).resolves.toBe(403)
  },
)

test('The cookie alone, which a browser sends to other ports of this machine too, asks for nothing', async () => {
  const Cookie = await enter()
  for (const protocols of [[], ['lastlayer'], ['lastlayer', Cookie.split('=')[1] ?? ''], [`${key}x`]]) {
    await expect(ending(connect({ Cookie }, '/socket', protocols)), protocols.join()).resolves.toBe(403)
  }
  const socket = connect({ Cookie })
  await once(socket, 'open')
  expect(socket.protocol).toBe('lastlayer')
})

test('The key of another browser does not go with a cookie', async () => {
  await host.close()
  await open({ password: 'correct horse' })
  const own = await enter()
  const ownKey = key
  const body = 'password=correct+horse'
  const headers = { Origin: address.origin, 'Content-Length': String(body.length) }
  const other = await get('/login', headers, 'POST', body)
  key = /#key=([\w-]+)/.exec(other.body)?.[1] ?? ''
  const Cookie = other.headers['set-cookie']?.[0].split(';')[0] ?? ''
  await expect(ending(connect({ Cookie }, '/socket', ['lastlayer', ownKey]))).resolves.toBe(403)
  await expect(ending(connect({ Cookie: own }))).resolves.toBe(403)
  await expect(ask(connect({ Cookie }), 'about')).resolves.toMatchObject({ ok: true })
})

test('A socket anywhere else is refused', async () => {
  await expect(ending(connect({ Cookie: await enter() }, '/'))).resolves.toBe(403)
})

test.each([
  ['text', 'hello'],
  ['another shape', '{"call":"about"}'],
  ['a list', '[]'],
  ['bytes', Buffer.from([0, 1, 2])],
  ['very many values', `{"id":1,"call":"predict","params":{"texts":[${'1,'.repeat(200_000)}1]}}`],
])('A message of %s closes the connection, and the host goes on', async (_, message) => {
  const Cookie = await enter()
  const socket = connect({ Cookie })
  await once(socket, 'open')
  socket.send(message)
  await expect(ending(socket)).resolves.toBe(1008)
  await expect(ask(connect({ Cookie }), 'about')).resolves.toMatchObject({ ok: true })
})

test('An oversized message closes the connection, and the host goes on', async () => {
  const Cookie = await enter()
  const socket = connect({ Cookie })
  await once(socket, 'open')
  socket.send('x'.repeat(60 * 2 ** 20))
  await expect(ending(socket)).resolves.toBeGreaterThanOrEqual(1006)
  await expect(ask(connect({ Cookie }), 'about')).resolves.toMatchObject({ ok: true })
})

test('Too many calls at once close the connection', async () => {
  const socket = connect({ Cookie: await enter() })
  await once(socket, 'open')
  for (let id = 0; id < 1000; id++) socket.send(JSON.stringify({ id, call: 'listRuns', params: {} }))
  await expect(ending(socket)).resolves.toBe(1008)
})

test('No call reaches a path outside the roots', async () => {
  const socket = connect({ Cookie: await enter() })
  symlinkSync(folder, join(folder, 'texts', 'up'))
  const recipe = (dataset: string, model: string) => ({ recipe: { dataset, model } })
  const fine = join(folder, 'texts')
  for (const bad of [join(folder, 'secret.txt'), join(fine, 'up', 'secret.txt'), join(fine, '..'), '/etc', 'texts']) {
    const choice = { dataset: bad, textColumn: null, labelColumn: null, stripHtml: true }
    const calls: [string, unknown][] = [
      ['listFolder', { path: bad }],
      ['describeModel', { path: bad }],
      ['deleteModel', { path: bad }],
      ['inspect', { choice, model: fine, maxLength: 64, reading: 1 }],
      ['inspect', { choice: { ...choice, dataset: fine }, model: bad, maxLength: 64, reading: 1 }],
      ['estimate', recipe(bad, fine)],
      ['start', recipe(fine, bad)],
      ['openRun', { folder: bad }],
      ['deleteRun', { folder: bad }],
      ['restoreRun', { folder: bad }],
      ['showRun', { folder: bad }],
      ['exportRun', { folder: bad, format: 'onnx', parent: fine, name: 'new' }],
      ['exportRun', { folder: fine, format: 'onnx', parent: bad, name: 'new' }],
      ['predict', { model: fine, texts: [], files: [bad], uploads: [] }],
      ['predict', { model: bad, texts: [], files: [], uploads: [] }],
    ]
    for (const [call, params] of calls) {
      await expect(ask(socket, call, params), call).resolves.toMatchObject({
        ok: false,
        error: { message: expect.stringContaining('outside the folders') },
      })
    }
  }
  expect(trainers.flatMap(({ asked }) => asked)).toEqual([])
})

test('An export is written where the page may look, not among what is ours, and its name is no path', async () => {
  const socket = connect({ Cookie: await enter() })
  const run = join(folder, 'runs', 'one')
  const refused = (parent: string, name: string): Promise<unknown> =>
    ask(socket, 'exportRun', { folder: run, format: 'onnx', parent, name })
  await expect(refused(run, 'new')).resolves.toMatchObject({
    ok: false,
    error: { message: expect.stringMatching(/outside the folders/) },
  })
  for (const name of ['..', '.', '', '../new', 'a/b', 'a\\b', 'C:new', '\0']) {
    await expect(refused(join(folder, 'texts'), name), name).resolves.toMatchObject({ error: { code: 'usage' } })
  }
  expect(trainers.flatMap(({ asked }) => asked)).toEqual([])
  await refused(join(folder, 'texts'), 'new')
  expect(trainers.flatMap(({ asked }) => asked)).toMatchObject([{ command: 'export' }])
})

test('A page names a model, never the host that is asked for it', async () => {
  const socket = connect({ Cookie: await enter() })
  for (const name of ['https://evil.example/a', '//evil.example', '..', 'a@evil.example:80/b', 'a/b/../../c']) {
    for (const call of ['lookUpModel', 'downloadModel']) {
      await expect(ask(socket, call, { name })).resolves.toMatchObject({ ok: false, error: { code: 'usage' } })
    }
  }
  await expect(ask(socket, 'listContacts')).resolves.toEqual({ ok: true, value: [] })
})

test('The samples, the models and the runs are within reach', async () => {
  const socket = connect({ Cookie: await enter() })
  const about = await ask(socket, 'about')
  const model = (about as { value: { bundledModel: string } }).value.bundledModel
  const choice = { dataset: 'sample:reviews', textColumn: null, labelColumn: null, stripHtml: true }
  await ask(socket, 'inspect', { choice, model, maxLength: 64, reading: 1 })
  await ask(socket, 'describeModel', { path: join(folder, 'models', 'acme--tiny') })
  await ask(socket, 'predict', { model: join(folder, 'runs', 'one'), texts: ['good'], files: [], uploads: [] })
  expect(trainers.flatMap(({ asked }) => asked.map(({ command }) => command))).toEqual([
    'inspect',
    'describe',
    'predict',
  ])
})

test('What was deleted is told', async () => {
  const run = join(folder, 'runs', 'first')
  mkdirSync(run, { recursive: true })
  const recipe = parseRecipe({ dataset: 'sample:reviews', model: '/models/tiny' })
  writeFileSync(join(run, 'recipe.json'), JSON.stringify(recipe))
  const socket = connect({ Cookie: await enter() })
  await ask(socket, 'deleteRun', { folder: run })
  expect(await ask(socket, 'listDeleted')).toMatchObject({ ok: true, value: [{ name: 'first' }] })
})

test('Without a password only this machine can be listened on', async () => {
  await expect(open({ host: '0.0.0.0' })).rejects.toMatchObject({
    code: 'usage',
    message: expect.stringMatching(/password/),
  })
})

test('A password opens the page, and a wrong one does not', async () => {
  await host.close()
  await open({ host: '0.0.0.0', password: 'correct horse' })
  const form = { 'Content-Type': 'application/x-www-form-urlencoded', Origin: address.origin, Host: address.host }
  const logIn = (password: string, headers: Record<string, string> = form): Promise<Answer> => {
    const body = new URLSearchParams({ password }).toString()
    return get('/login', { ...headers, 'Content-Length': String(body.length) }, 'POST', body)
  }
  expect((await get('/')).body).toContain('type="password"')
  expect(await logIn('wrong')).toMatchObject({ status: 401 })
  expect(await logIn('correct horse', { ...form, Origin: 'http://evil.example' })).toMatchObject({ status: 405 })
  const right = await logIn('correct horse')
  const Cookie = right.headers['set-cookie']?.[0].split(';')[0] ?? ''
  expect((await get('/', { Cookie })).body).toContain('the page')
})

test('A port that is in use is a sentence', async () => {
  const taken = Number(address.port)
  await expect(
    serve({
      places: { runs: folder, cache: folder, models: folder },
      roots: [],
      newTrainer: () => new FakeTrainer(),
      port: taken,
    }),
  ).rejects.toMatchObject({
    code: 'usage',
    message: `Port ${taken} on 127.0.0.1 cannot be listened on: it is in use; choose another --port.`,
  })
})

test('The switch of the desktop closes the hub here too, until it is switched off here', async () => {
  vi.stubEnv('LASTLAYER_HOME', folder)
  vi.stubEnv('HF_HUB_OFFLINE', '')
  vi.stubEnv('HF_ENDPOINT', 'http://127.0.0.1:9')
  onTestFinished(() => void vi.unstubAllEnvs())
  mkdirSync(join(folder, 'desktop'))
  writeFileSync(join(folder, 'desktop', 'config.json'), '{"settings": {"offline": true}}')
  const socket = connect({ Cookie: await enter() })
  await expect(ask(socket, 'getSettings')).resolves.toMatchObject({ value: { offline: true } })
  await expect(ask(socket, 'lookUpModel', { name: 'acme/tiny' })).resolves.toMatchObject({
    error: { code: 'network', message: expect.stringMatching(/Offline is switched on in the window/) },
  })
  await expect(ask(socket, 'changeSettings', { offline: false })).resolves.toMatchObject({ value: { offline: false } })
})
