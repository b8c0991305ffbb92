import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
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
  const hook = join(folder, 'hook.mjs')
  // Not before the trainer listens itself: it would miss the command.
  writeFileSync(
    hook,
    `import { isMainThread } from 'node:worker_threads'
    const work = () => setImmediate(() => { ${body} })
    const listen = (event) => { if (event === 'message') { process.off('newListener', listen); queueMicrotask(() => process.once('message', work)) } }
    if (isMainThread) process.on('newListener', listen)`,
  )
  const environment = async () => ({
    ...process.env,
    LASTLAYER_BACKEND: 'wasm',
    NODE_OPTIONS: `--import=${pathToFileURL(hook).href}`,
    ...limits,
  })
  const host = new TrainerHost({ environment })
  try {
    return await host.run('describe', { path: bundledModel() })
  } finally {
    await host.close()
  }
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
    code: 'interrupted',
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
