import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { TrainerHost, type TrainerHostOptions } from '../../../../src/main/host/trainer/start.ts'
import type { RunEvent } from '../../../../src/shared/run-events.ts'

let folder: string
let host: TrainerHost

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lastlayer-host-'))
})

afterEach(async () => {
  await host.close()
  rmSync(folder, { recursive: true, force: true })
})

/** A host whose trainer runs `body` for every message; `answer(value)` is at its disposal. */
function hostOf(body: string, options: TrainerHostOptions = {}): TrainerHost {
  const entry = join(folder, 'fake.mjs')
  writeFileSync(
    entry,
    `process.on('message', async (message) => {
      const nothing = { labels: [], predictions: [], rejected: [] }
      const answer = (value) => process.send({ kind: 'result', id: message.id, value })
      ${body}
    })`,
  )
  host = new TrainerHost({ entry, patience: 300, ...options })
  return host
}

const params = { model: 'somewhere', texts: ['good'], files: [] }
const prediction = {
  text: 'good',
  file: null,
  probs: [0.25, 0.75],
  label: 'pos',
  tokens: 3,
  abstained: false,
  truncated: false,
}

test('A result comes back parsed, also from a second request to the same process', async () => {
  hostOf(
    `answer({ labels: ['neg', 'pos'], predictions: [{ ...${JSON.stringify(prediction)}, text: String(process.pid) }], rejected: [] })`,
  )
  const first = await host.run('predict', params)
  const second = await host.run('predict', params)
  expect(first.predictions).toMatchObject([{ label: 'pos', probs: [0.25, 0.75] }])
  expect(second.predictions[0].text).toBe(first.predictions[0].text)
})

test('Each process is noted as it starts and as it ends, in words that say nothing of its work', async () => {
  const notes: string[] = []
  hostOf(`process.stderr.write('the film was dreadful'); process.exit(7)`, { note: (sentence) => notes.push(sentence) })
  await expect(host.run('predict', params)).rejects.toMatchObject({ code: 'interrupted' })
  expect(notes).toEqual([
    expect.stringMatching(/^Trainer \d+ starts$/),
    expect.stringMatching(/^Trainer \d+ ends: exit code 7$/),
  ])
})

test('Two first commands at once share one process', async () => {
  hostOf(
    `answer({ labels: ['neg', 'pos'], predictions: [{ ...${JSON.stringify(prediction)}, text: String(process.pid) }], rejected: [] })`,
  )
  const [first, second] = await Promise.all([host.run('predict', params), host.run('predict', params)])
  expect(second.predictions[0].text).toBe(first.predictions[0].text)
})

test('Every trainer is started in the environment of its moment', async () => {
  let colour = 'red'
  const environment = async () => ({ ...process.env, COLOUR: colour })
  hostOf(
    `if (message.params.model === 'bad') process.exit(1)
    answer({ labels: ['neg', 'pos'], predictions: [{ ...${JSON.stringify(prediction)}, text: process.env.COLOUR }], rejected: [] })`,
    { environment },
  )
  const colourOfTrainer = async () => (await host.run('predict', params)).predictions[0].text
  expect(await colourOfTrainer()).toBe('red')
  colour = 'blue'
  expect(await colourOfTrainer()).toBe('red')
  await expect(host.run('predict', { ...params, model: 'bad' })).rejects.toMatchObject({ code: 'interrupted' })
  expect(await colourOfTrainer()).toBe('blue')
})

test('A host that is told to renew ends its process once that is idle, and not before', async () => {
  hostOf(
    `if (message.kind !== 'request') return
    const result = () =>
      answer({ labels: ['neg', 'pos'], predictions: [{ ...${JSON.stringify(prediction)}, text: String(process.pid) }], rejected: [] })
    setTimeout(result, message.params.model === 'slow' ? 300 : 0)`,
  )
  const processOf = async (model: string) => (await host.run('predict', { ...params, model })).predictions[0].text
  const first = await processOf('quick')
  const slow = processOf('slow')
  host.renew()
  expect(await processOf('quick')).toBe(first)
  expect(await slow).toBe(first)
  const second = await processOf('quick')
  expect(second).not.toBe(first)
  expect(await processOf('quick')).toBe(second)
})

test('LASTLAYER_INSPECT opens the trainer to a debugger', async () => {
  const environment = async () => ({ ...process.env, LASTLAYER_INSPECT: '20000' })
  hostOf(
    `const { url } = await import('node:inspector')
    answer({ labels: ['neg', 'pos'], predictions: [{ ...${JSON.stringify(prediction)}, text: String(url()) }], rejected: [] })`,
    { environment },
  )
  expect((await host.run('predict', params)).predictions[0].text).toMatch(/^ws:\/\/127\.0\.0\.1:20\d\d\d\//)
})

test('Closing before the trainer is there stops the command', async () => {
  hostOf(`answer(nothing)`)
  const result = host.run('predict', params)
  await Promise.all([host.close(), expect(result).rejects.toMatchObject({ code: 'cancelled' })])
})

test('Events arrive in order and before the result', async () => {
  hostOf(`
    for (const seq of [1, 2, 3])
      process.send({ kind: 'event', id: message.id, event: { seq, time: 0, kind: 'notice', message: 'n' + seq } })
    answer(nothing)`)
  const events: RunEvent[] = []
  await host.run('predict', params, { onEvent: (event) => events.push(event) })
  expect(events.map((event) => event.seq)).toEqual([1, 2, 3])
})

test('An error keeps its code and its sentence', async () => {
  hostOf(`process.send({ kind: 'error', id: message.id, error: { code: 'model', message: 'No config.json.' } })`)
  await expect(host.run('predict', params)).rejects.toMatchObject({ code: 'model', message: 'No config.json.' })
})

test.each([
  ['a kill', `process.kill(process.pid, 'SIGKILL')`, /out of memory/],
  ['an exit', `console.error('TypeError: no such luck'); process.exit(3)`, /exit code 3 \(TypeError: no such luck\)/],
  [
    'an exit after chatter of TensorFlow',
    `console.error('Killed by luck\\nI0000 00:00:1.2   3 port.cc:153] oneDNN custom operations are on.'); process.exit(3)`,
    /\(Killed by luck\)/,
  ],
  ['an exception', `throw new RangeError('far out')`, /exit code 1 \(RangeError: far out\)/],
])('A trainer that ends by %s is interrupted, with a reason', async (_, body, reason) => {
  hostOf(body)
  await expect(host.run('predict', params)).rejects.toMatchObject({ code: 'interrupted', message: reason })
})

test('A trainer that aborts has most likely run out of memory', async () => {
  hostOf('process.abort()')
  await expect(host.run('predict', params)).rejects.toMatchObject({
    code: 'memory',
    message: expect.stringMatching(/gave up/),
  })
})

test('A trainer that says that memory ran out is ended, and the next command has another', async () => {
  const pid = `answer({ labels: [String(process.pid)], predictions: [], rejected: [] })`
  const lacking = `process.send({ kind: 'error', id: message.id, error: { code: 'memory', message: 'Memory ran out.' } })`
  hostOf(`if (message.params.model === 'large') ${lacking}; else ${pid}`)
  const [before] = (await host.run('predict', params)).labels
  await expect(host.run('predict', { ...params, model: 'large' })).rejects.toMatchObject({ code: 'memory' })
  const [after] = (await host.run('predict', params)).labels
  expect(after).not.toBe(before)
  expect(() => process.kill(Number(before), 0)).toThrow()
})

test('A new trainer is started after one died', async () => {
  hostOf(`if (message.params.model === 'bad') process.exit(1); else answer(nothing)`)
  await expect(host.run('predict', { ...params, model: 'bad' })).rejects.toMatchObject({ code: 'interrupted' })
  await expect(host.run('predict', params)).resolves.toEqual({ labels: [], predictions: [], rejected: [] })
})

test.each([
  ['garbage', `process.send('hello')`],
  ['a result of the wrong shape', `answer({ predictions: [{ label: 1 }] })`],
])('A trainer that sends %s is a defect, not a hang', async (_, body) => {
  hostOf(body)
  await expect(host.run('predict', params)).rejects.toMatchObject({ code: 'internal' })
})

test('A script that does not exist is a sentence', async () => {
  host = new TrainerHost({ entry: join(folder, 'none.mjs') })
  await expect(host.run('predict', params)).rejects.toMatchObject({
    code: 'interrupted',
    message: expect.stringMatching(/Cannot find module/),
  })
})

test('A Node that does not exist is a sentence', async () => {
  host = new TrainerHost({ nodePath: join(folder, 'no-node') })
  await expect(host.run('predict', params)).rejects.toMatchObject({
    code: 'interrupted',
    message: expect.stringMatching(/could not be started/),
  })
})

test('Aborting the signal sends a cancel and ends as cancelled', async () => {
  hostOf(
    `if (message.kind === 'cancel')
      process.send({ kind: 'error', id: message.id, error: { code: 'cancelled', message: 'Stopped after step 7.' } })`,
    { patience: 60_000 },
  )
  const controller = new AbortController()
  const result = host.run('predict', params, { signal: controller.signal })
  controller.abort()
  await expect(result).rejects.toMatchObject({ code: 'cancelled', message: 'Stopped after step 7.' })
})

test('A trainer that ignores a cancel is killed, which is still cancelled', async () => {
  hostOf(`if (message.kind === 'request') for (;;);`)
  const controller = new AbortController()
  const result = host.run('predict', params, { signal: controller.signal })
  setTimeout(() => controller.abort(), 200)
  await expect(result).rejects.toMatchObject({ code: 'cancelled' })
})

test('Asking to finish sends a finish, and the result comes as usual', async () => {
  hostOf(`if (message.kind === 'finish') answer(nothing)`)
  const finish = new AbortController()
  const result = host.run('predict', params, { finish: finish.signal })
  finish.abort()
  await expect(result).resolves.toEqual({ labels: [], predictions: [], rejected: [] })
})

test('An aborted signal starts no process', async () => {
  hostOf(`process.exit(1)`)
  await expect(host.run('predict', params, { signal: AbortSignal.abort() })).rejects.toMatchObject({
    code: 'cancelled',
  })
})

test('Output of the trainer does not reach standard output', async () => {
  hostOf(`console.log('library chatter'); answer(nothing)`)
  const write = process.stdout.write
  let printed = ''
  process.stdout.write = (chunk) => ((printed += String(chunk)), true)
  try {
    await host.run('predict', params)
  } finally {
    process.stdout.write = write
  }
  expect(printed).not.toContain('chatter')
})
