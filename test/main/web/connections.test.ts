import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { serve, type WebHost } from '../../../src/main/web/server.ts'
import { FakeTrainer } from '../../support/fake-trainer.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

let host: WebHost
let address: URL
let Cookie: string
let key: string

beforeEach(async () => {
  const folder = await temporaryFolder()
  mkdirSync(join(folder, 'page'))
  writeFileSync(join(folder, 'page', 'index.html'), '<h1>the page</h1>')
  host = await serve({
    places: { runs: join(folder, 'runs'), cache: join(folder, 'cache'), models: join(folder, 'models') },
    roots: [],
    newTrainer: () => new FakeTrainer(),
    page: join(folder, 'page'),
    silence: 100,
  })
  address = new URL(host.url)
  const answer = await fetch(host.url)
  key = /#key=([\w-]+)/.exec(await answer.text())?.[1] ?? ''
  Cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? ''
})

afterEach(() => host.close())

async function open(autoPong: boolean): Promise<WebSocket> {
  const headers = { Origin: address.origin, Cookie }
  const socket = new WebSocket(`ws://${address.host}/socket`, ['lastlayer', key], { headers, autoPong })
  await once(socket, 'open')
  return socket
}

test('A page behind which nobody is any more is closed; one that only says nothing is not', async () => {
  const silent = await open(true)
  let asked = 0
  silent.on('ping', () => (asked += 1))
  const [code] = await once(await open(false), 'close')
  expect(code).toBe(1006)
  while (asked < 3) await once(silent, 'ping')
  expect(silent.readyState).toBe(WebSocket.OPEN)
  silent.terminate()
})

test('A page that is in the middle of a long message is there, though it cannot answer', async () => {
  const socket = await open(false)
  // A frame of 2 MB, of which a little comes at a time.
  const stream = Reflect.get(socket, '_socket') as Socket
  stream.write(Buffer.from([0x81, 0xff, 0, 0, 0, 0, 0, 0x20, 0, 0, 1, 2, 3, 4]))
  for (let pings = 0; pings < 4; pings++) {
    await once(socket, 'ping')
    stream.write(Buffer.alloc(10))
  }
  expect(socket.readyState).toBe(WebSocket.OPEN)
  await once(socket, 'close')
})

test('Whoever is refused and does not hang up is hung up on', async () => {
  const stranger = connect({ port: Number(address.port), host: '127.0.0.1', allowHalfOpen: true })
  stranger.write(`GET /socket HTTP/1.1\r\nHost: ${address.host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`)
  stranger.resume()
  await once(stranger, 'end')
  let problem: NodeJS.ErrnoException | null = null
  stranger.on('error', (error) => (problem = error))
  // A connection that is only half closed takes whatever comes.
  for (let words = 0; words < 200 && problem === null; words++) {
    stranger.write('still here')
    await delay(5)
  }
  expect(problem).toMatchObject({ code: expect.stringMatching(/^(ECONNRESET|EPIPE)$/) })
})
