import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bundledModel } from '../../src/main/host/paths.ts'
import { TrainerHost } from '../../src/main/host/trainer/start.ts'
import { exploding, makeExploding } from '../support/exploding-model.ts'
import { makeTinyModel } from '../support/tiny-model.ts'
import { Lastlayer, outcomeOf } from './lastlayer.ts'

// The trainer and the command line as they were built, with work that does not end.

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lastlayer-watchdog-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Asks a trainer in which `body` runs right after it has begun with the first command. */
async function ask(body: string, limits: NodeJS.ProcessEnv): Promise<unknown> {
  const environment = async () => ({
    ...process.env,
    LASTLAYER_BACKEND: 'wasm',
    NODE_OPTIONS: `--import=${hookThat(body)}`,
    ...limits,
  })
  const host = new TrainerHost({ environment })
  try {
    return await host.run('describe', { path: bundledModel() })
  } finally {
    await host.close()
  }
}

/** The address of a module that runs `body` in a trainer right after its first command. */
function hookThat(body: string): string {
  const hook = join(folder, 'hook.mjs')
  // Not before the trainer listens itself: it would miss the command.
  writeFileSync(
    hook,
    `import fs from 'node:fs'
    import { isMainThread } from 'node:worker_threads'
    const work = () => setImmediate(() => { ${body} })
    const listen = (event) => { if (event === 'message') { process.off('newListener', listen); queueMicrotask(() => process.once('message', work)) } }
    if (isMainThread) process.on('newListener', listen)`,
  )
  return pathToFileURL(hook).href
}

test('A trainer that stands still is ended, and says so', async () => {
  await expect(ask('for (;;);', { LASTLAYER_STALL_LIMIT: '2' })).rejects.toMatchObject({
    code: 'interrupted',
    message: expect.stringMatching(/^The trainer process ended early: it stood still for 2 s and was ended; try .*\.$/),
  })
})

test('A trainer that takes all memory is ended, and says so', async () => {
  const grow = 'globalThis.kept = []; for (;;) globalThis.kept.push(Buffer.alloc(2 ** 24, 1))'
  await expect(ask(grow, { LASTLAYER_MEMORY_LIMIT: '800' })).rejects.toMatchObject({
    code: 'memory',
    message: expect.stringMatching(/^The trainer process ended early: it took [\d,]+ of the [\d,]+ MB of memory and/),
  })
})

test('A trainer that works is not ended, whatever was before', async () => {
  const answer = await ask('const end = Date.now() + 1000; while (Date.now() < end);', { LASTLAYER_STALL_LIMIT: '3' })
  expect(answer).toMatchObject({ family: 'distilbert' })
})

test('Ctrl-C works while a pattern of the model backtracks: asked once and asked twice', async () => {
  const model = await makeExploding(await makeTinyModel({ family: 'bert', labels: ['neg', 'pos'] }))
  const lastlayer = new Lastlayer(join(folder, 'home'))
  const interrupt = async (times: number[]) => {
    const child = lastlayer.start('predict', model, exploding)
    const startedAt = Date.now()
    for (const time of times) setTimeout(() => child.kill('SIGINT'), time)
    return { ...(await outcomeOf(child)), milliseconds: Date.now() - startedAt }
  }
  const once = await interrupt([3000])
  expect(once.stderr).toMatch(/Stopping/)
  expect(once.code).not.toBe(0)
  expect(once.milliseconds).toBeLessThan(3000 + 12_000)
  const twice = await interrupt([3000, 4000])
  expect(twice).toMatchObject({ code: 130, stdout: '' })
  expect(twice.milliseconds).toBeLessThan(6000)
})

test('Without Ctrl-C the pattern is given up, and the model is named', async () => {
  const model = await makeExploding(await makeTinyModel({ family: 'bert', labels: ['neg', 'pos'] }))
  const { code, stderr } = await new Lastlayer(join(folder, 'home')).run('predict', model, exploding)
  expect(code).toBe(1)
  expect(stderr).toMatch(/tokenizer\.json cannot be used: it takes more than 10 s for one text, because a pattern/)
})

describe.skipIf(process.platform === 'win32')(
  'A trainer whose host was killed (Windows does not tell a process so)',
  () => {
    /** Kills the command line when its trainer has begun, in which `body` runs then; the seconds that the trainer lives on. */
    async function survival(body: string, model: string, dataset: string): Promise<number> {
      const pidFile = join(folder, 'pid')
      rmSync(pidFile, { force: true })
      const hook = hookThat(`fs.writeFileSync(${JSON.stringify(pidFile)}, String(process.pid)); ${body}`)
      const env = { LASTLAYER_BACKEND: 'wasm', NODE_OPTIONS: `--import=${hook}` }
      const host = new Lastlayer(join(folder, 'home'), env).start('inspect', dataset, '--model', model)
      await expect
        .poll(() => existsSync(pidFile) && readFileSync(pidFile, 'utf8'), { timeout: 30_000 })
        .toMatch(/^\d+$/)
      // What it was asked for has begun.
      await delay(2000)
      host.kill('SIGKILL')
      const startedAt = Date.now()
      await expect.poll(() => isAlive(Number(readFileSync(pidFile, 'utf8'))), { timeout: 30_000 }).toBe(false)
      return (Date.now() - startedAt) / 1000
    }

    test('ends between two texts, however many are left', async () => {
      const model = await makeExploding(await makeTinyModel({ family: 'bert' }))
      const slow = `${'a'.repeat(24)}!`
      const rows = Array.from({ length: 2000 }, (_, i) => `${slow} ${i},${i % 2}`)
      const dataset = join(folder, 'slow.csv')
      writeFileSync(dataset, ['text,label', ...rows].join('\n'))
      expect(await survival('', model, dataset)).toBeLessThan(4)
    })

    test('is ended though it stands still', async () => {
      const seconds = await survival('for (;;);', bundledModel(), 'sample:reviews')
      expect(seconds).toBeGreaterThan(5)
      expect(seconds).toBeLessThan(15)
    })
  },
)

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
