import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { Lastlayer, outcomeOf, writeReviews } from './lastlayer.ts'

// What becomes of a run whose command line is ended from outside.

let folder: string
let reviews: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lastlayer-orphans-'))
  reviews = writeReviews(folder)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const ownerOf = (run: string): number => Number(readFileSync(join(run, 'owner'), 'utf8').split('.')[0])
const patiently = { timeout: 60_000, interval: 50 }

/** A fine-tuning that would go on for long, once it has a first epoch; `run` is its folder. */
async function startLongRun(home: string, epochs = '1000') {
  const lastlayer = new Lastlayer(join(folder, home), { LASTLAYER_BACKEND: 'wasm' })
  const run = join(lastlayer.home, 'runs', 'long')
  const child = lastlayer.start(
    'finetune',
    reviews,
    '--epochs',
    epochs,
    '--batch',
    '8',
    '--max-length',
    '32',
    '--lr',
    '1e-3',
    '--patience',
    '0',
    '--out',
    run,
  )
  const outcome = outcomeOf(child)
  const log = (): string =>
    existsSync(join(run, 'events.jsonl')) ? readFileSync(join(run, 'events.jsonl'), 'utf8') : ''
  await vi.waitFor(() => expect(log().match(/"kind":"evaluated"/g)?.length).toBeGreaterThan(1), patiently)
  expect(readdirSync(join(run, 'inputs'))).toContain('texts')
  return { lastlayer, child, outcome, run, log }
}

/** What can be gone on with, and that nobody works on it. */
const brokenOff = [{ status: 'interrupted', stepToGoOn: expect.any(Number) }]

test('The trainer of a command line that was killed breaks the run off, so that it can be gone on with', async () => {
  const { lastlayer, child, run, log } = await startLongRun('killed')
  child.kill('SIGKILL')
  await vi.waitFor(() => expect(log()).toContain('"code":"interrupted"'), patiently)
  await vi.waitFor(() => expect(existsSync(join(run, 'owner'))).toBe(false), patiently)
  expect(JSON.parse((await lastlayer.run('runs', '--json')).stdout)).toMatchObject(brokenOff)
})

test.skipIf(process.platform === 'win32').each(['SIGHUP', 'SIGQUIT', 'SIGTERM'] as const)(
  '%s breaks the run of a trainer off in order (Windows has no such signals)',
  async (signal) => {
    const { lastlayer, outcome, run, log } = await startLongRun(`trainer-${signal}`)
    process.kill(ownerOf(run), signal)
    expect((await outcome).stderr).toMatch(/The run was broken off\. Go on with: .* --resume /)
    expect(log()).toContain('"code":"interrupted"')
    expect(existsSync(join(run, 'owner'))).toBe(false)
    expect(JSON.parse((await lastlayer.run('runs', '--json')).stdout)).toMatchObject(brokenOff)
  },
)

test.skipIf(process.platform === 'win32').each(['SIGHUP', 'SIGQUIT'] as const)(
  '%s stops the command line in order (Windows has no such signals)',
  async (signal) => {
    const { child, outcome, run, log } = await startLongRun(signal)
    child.kill(signal)
    await expect(outcome).resolves.toMatchObject({ code: 130, stderr: expect.stringContaining('Stopping') })
    expect(log()).toContain('"code":"interrupted"')
    expect(existsSync(join(run, 'owner'))).toBe(false)
  },
)

test('A run whose trainer was killed is interrupted at once, and gone on with to its end, also after another run', async () => {
  const { lastlayer, outcome, run } = await startLongRun('trainer', '60')
  const listed = async (): Promise<object[]> => JSON.parse((await lastlayer.run('runs', '--json')).stdout)
  expect(await listed()).toMatchObject([{ status: 'running' }])
  process.kill(ownerOf(run), 'SIGKILL')
  expect((await outcome).code).toBe(1)
  expect(await listed()).toMatchObject(brokenOff)
  const flags = ['--epochs', '1', '--batch', '8', '--max-length', '32']
  expect((await lastlayer.run('finetune', reviews, ...flags)).code).toBe(0)
  const alone = await lastlayer.run('finetune', '--resume', run, '--epochs', '2')
  expect(alone).toMatchObject({ code: 2, stderr: expect.stringMatching(/leave --epochs out/) })
  const { code, stdout } = await lastlayer.run('finetune', '--resume', 'long', '--json')
  expect([code, JSON.parse(stdout).epochs.length]).toEqual([0, 60])
  expect(['inputs', 'checkpoint', 'owner'].filter((name) => existsSync(join(run, name)))).toEqual([])
  expect((await listed())[1]).toMatchObject({ status: 'finished', stepToGoOn: null })
})
