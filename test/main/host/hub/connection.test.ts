import { expect, test } from 'vitest'
import { Connection } from '../../../../src/main/host/hub/connection.ts'
import type { Answer } from '../../../../src/main/host/hub/requests.ts'
import { TemporaryFailure } from '../../../../src/main/host/hub/retries.ts'
import { never, setScene } from './hub-scene.ts'

const request = { path: 'acme/tiny', subject: 'config.json of acme/tiny', signal: never }

/** A connection whose answers are given; it tells what was asked for, and with which headers. */
function connect(answers: Partial<Answer>[], env: NodeJS.ProcessEnv = {}) {
  const asked: { url: string; headers: Record<string, string> }[] = []
  const get = async (url: URL, _subject: string, headers: Record<string, string>): Promise<Answer> => {
    asked.push({ url: url.href, headers })
    const answer = answers.shift() ?? { status: 200 }
    return { status: 302, headers: new Headers(), body: (async function* () {})(), discard: async () => {}, ...answer }
  }
  return { asked, connection: new Connection({ contacts: { get }, env }) }
}

const to = (location: string): Partial<Answer> => ({ headers: new Headers({ location }) })

test('The hub is huggingface.co, or the mirror that HF_ENDPOINT names, below a path too', async () => {
  expect(connect([]).connection.endpoint).toBe('https://huggingface.co')
  const { asked, connection } = connect([], { HF_ENDPOINT: 'https://hub.example/hub/' })
  await connection.get(request)
  expect(asked.map(({ url }) => url)).toEqual(['https://hub.example/hub/acme/tiny'])
})

test.each(['nonsense', 'ftp://hub.example', 'file:///etc', 'https://user:secret@hub.example', 'https://a.example/?b'])(
  'HF_ENDPOINT "%s" is refused, without saying what it holds',
  async (HF_ENDPOINT) => {
    const error = { code: 'usage', message: expect.not.stringContaining('secret') }
    await expect(connect([], { HF_ENDPOINT }).connection.get(request)).rejects.toMatchObject(error)
  },
)

test('The token goes to the hub alone, not where it redirects to, and again to the hub', async () => {
  const answers = [
    to('https://cdn.example/a'),
    to('https://huggingface.co/b'),
    to('https://huggingface.co.evil.example/c'),
  ]
  const { asked, connection } = connect(answers, { HF_TOKEN: ' hf_secret ' })
  await connection.get(request)
  expect(asked.map(({ url, headers }) => [new URL(url).host, headers.Authorization])).toEqual([
    ['huggingface.co', 'Bearer hf_secret'],
    ['cdn.example', undefined],
    ['huggingface.co', 'Bearer hf_secret'],
    ['huggingface.co.evil.example', undefined],
  ])
})

test('The token does not go over a network in clear, nor does one that is broken go anywhere', async () => {
  const clear = connect([], { HF_TOKEN: 'hf_secret', HF_ENDPOINT: 'http://hub.example' })
  await clear.connection.get(request)
  expect(clear.asked[0].headers.Authorization).toBeUndefined()
  const broken = connect([], { HF_TOKEN: 'hf_se\ncret' })
  await expect(broken.connection.get(request)).rejects.toMatchObject({
    code: 'usage',
    message: expect.stringMatching(/^HF_TOKEN holds/),
  })
  expect(broken.asked).toEqual([])
})

test.each([
  ['http://cdn.example/a', 'to http://cdn.example'],
  ['ftp://cdn.example/a', 'to ftp://cdn.example'],
  ['file:///etc/passwd', 'to null'],
  ['https://user:secret@cdn.example/a', 'to https://cdn.example'],
  ['https://[', 'nowhere'],
])('From https no redirect leads to %s', async (location, where) => {
  const { asked, connection } = connect([to(location)])
  await expect(connection.get(request)).rejects.toMatchObject({
    code: 'network',
    message: `huggingface.co redirects ${where}, which is not safe. Choose another HF_ENDPOINT.`,
  })
  expect(asked).toHaveLength(1)
})

test('A relative redirect is followed, and one to loopback too', async () => {
  const { asked, connection } = connect([to('/other/name?blobs=true'), to('http://127.0.0.1:99/a')])
  await connection.get(request)
  expect(asked.map(({ url }) => url).slice(1)).toEqual([
    'https://huggingface.co/other/name?blobs=true',
    'http://127.0.0.1:99/a',
  ])
})

test('Redirects in a circle end', async () => {
  const { asked, connection } = connect(Array.from({ length: 99 }, () => to('/round')))
  await expect(connection.get(request)).rejects.toMatchObject({
    code: 'network',
    message: expect.stringMatching(/in a circle/),
  })
  expect(asked).toHaveLength(6)
})

test.each([
  [401, /^huggingface\.co does not show config\.json of acme\/tiny to everyone: .*HF_TOKEN/],
  [403, /^huggingface\.co does not show config\.json of acme\/tiny to you\. Accept the model's terms/],
  [404, /^huggingface\.co has no config\.json of acme\/tiny\. Check the name/],
  [451, /^huggingface\.co refused config\.json of acme\/tiny with status 451/],
  [304, /with status 304/],
])('Status %d is a sentence, and not tried again', async (status, message) => {
  await expect(connect([{ status }]).connection.get(request)).rejects.toMatchObject({
    code: 'network',
    message: expect.stringMatching(message),
  })
})

test.each([
  [429, '7', 7000],
  [503, new Date(Date.now() + 60_000).toUTCString(), 60_000],
  [500, 'soon', 0],
  [502, new Date(0).toUTCString(), 0],
])('Status %d with Retry-After "%s" may be gone later', async (status, after, milliseconds) => {
  const { connection } = connect([{ status, headers: new Headers({ 'retry-after': after }) }])
  const error: unknown = await connection.get(request).catch((error: unknown) => error)
  expect(error).toBeInstanceOf(TemporaryFailure)
  expect((error as TemporaryFailure).retryAfter / 1000).toBeCloseTo(milliseconds / 1000, -1)
})

test.each(['1', 'true', 'YES', 'on'])('HF_HUB_OFFLINE=%s makes no connection at all', async (HF_HUB_OFFLINE) => {
  const { fake, contacts, find } = await setScene({ env: { HF_HUB_OFFLINE } })
  await expect(find()).rejects.toMatchObject({
    code: 'network',
    message: expect.stringMatching(/^HF_HUB_OFFLINE is set, so nothing/),
  })
  expect([fake.seen, contacts.list()]).toEqual([[], []])
})

test('Nor does the window being offline; and it is asked before every request', async () => {
  let isOffline = true
  const { fake, contacts, find } = await setScene({ isOffline: () => isOffline, env: { HF_HUB_OFFLINE: '0' } })
  await expect(find()).rejects.toMatchObject({
    code: 'network',
    message: expect.stringMatching(/^Lastlayer is offline, so nothing/),
  })
  expect([fake.seen, contacts.list()]).toEqual([[], []])
  isOffline = false
  await find()
  expect(fake.seen).toHaveLength(2)
})
