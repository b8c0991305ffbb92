import { spawn, spawnSync } from 'node:child_process'
import { createServer, request, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { freePort } from './redis.ts'

/** A server that speaks as S3 does, from Python's moto (`pip install 'moto[server]'`). */
const program = 'moto_server'

/** Whether it is installed. */
export const hasS3 = spawnSync(program, ['--help']).status === 0

/** Starts one of its own on a free port, with an empty bucket; `stop` ends it. */
export async function startS3(bucket: string): Promise<{ endpoint: string; stop(): void }> {
  const endpoint = `http://127.0.0.1:${await freePort()}`
  const server = spawn(program, ['-H', '127.0.0.1', '-p', new URL(endpoint).port], { stdio: 'ignore' })
  const make = () => fetch(`${endpoint}/${bucket}`, { method: 'PUT' }).then(({ ok }) => ok)
  for (let tries = 0; !(await make().catch(() => false)) && tries < 200; tries++) await delay(100)
  return { endpoint, stop: () => server.kill('SIGKILL') }
}

/** Stands before a server and changes the headers of requests, as a server of another make would read them. */
export async function startProxy(
  endpoint: string,
  change: (headers: IncomingHttpHeaders) => void,
): Promise<{ endpoint: string; stop(): void }> {
  const server = createServer((asked, answer) => {
    const headers = { ...asked.headers }
    change(headers)
    const passed = request(`${endpoint}${asked.url ?? ''}`, { method: asked.method, headers }, (got) => {
      answer.writeHead(got.statusCode ?? 502, got.headers)
      got.pipe(answer)
    })
    asked.pipe(passed)
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  return { endpoint: `http://127.0.0.1:${port}`, stop: () => server.close() }
}
