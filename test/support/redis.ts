import { spawn, spawnSync } from 'node:child_process'
import { createServer, type AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { Redis } from 'ioredis'

const program = ['redis-server', 'valkey-server'].find((name) => spawnSync(name, ['--version']).status === 0)

/** Whether a Redis or Valkey is installed. */
export const hasRedis = program !== undefined

/** Starts one of its own on a free port, with nothing kept on the disk; `stop` ends it. */
export async function startRedis(
  ...flags: readonly string[]
): Promise<{ address: string; admin: Redis; stop(): void }> {
  const port = await freePort()
  const server = spawn(program ?? '', ['--port', String(port), '--save', '', ...flags], { stdio: 'ignore' })
  const admin = new Redis({ port, lazyConnect: true, retryStrategy: () => 50 })
  admin.on('error', () => undefined)
  for (let tries = 0; (await admin.ping().catch(() => '')) !== 'PONG' && tries < 100; tries++) await delay(50)
  return {
    address: `redis://127.0.0.1:${port}`,
    admin,
    stop: () => {
      admin.disconnect()
      server.kill('SIGKILL')
    },
  }
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
