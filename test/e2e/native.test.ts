import { readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runtimeFolders } from '../../src/main/tensorflow/runtime.ts'
import { homeOfNative, native } from '../support/native-runtime.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { Lastlayer, outcomeOf, writeReviews } from './lastlayer.ts'

const flags = ['--max-length', '32', '--batch', '8']

/** The command line with an addon that is this script instead of TensorFlow. */
async function withAddon(script: string): Promise<{ lastlayer: Lastlayer; folder: string; reviews: string }> {
  const folder = await temporaryFolder()
  const addon = join(folder, 'addon.cjs')
  writeFileSync(addon, script)
  const lastlayer = new Lastlayer(join(folder, 'home'), { LASTLAYER_TF_ADDON: addon })
  return { lastlayer, folder, reviews: writeReviews(folder) }
}

test('An addon that aborts when it is loaded ends the run with one sentence, and nothing else', async () => {
  const { lastlayer, reviews } = await withAddon('process.abort()')
  const { code, stdout, stderr } = await lastlayer.run('finetune', reviews, '--json', ...flags)
  expect([code, stdout]).toEqual([1, ''])
  expect(stderr.trim().split('\n').at(-1)).toMatch(
    /^The trainer process ended early: native code gave up, .*doctor`\.$/,
  )
  expect((await lastlayer.run('inspect', reviews)).code).toBe(0)
})

test('doctor examines WebAssembly where the addon aborts, and says why', async () => {
  const { lastlayer } = await withAddon('process.abort()')
  const { code, stdout } = await lastlayer.run('doctor', '--json')
  expect(code).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({
    backend: 'wasm',
    device: 'cpu',
    tensorflow: null,
    why: expect.stringMatching(/cannot be used, because it ends the trainer\. .*native code gave up/),
    check: { ok: true },
  })
})

test('An addon that does not load leaves WebAssembly, and doctor says why', async () => {
  const { lastlayer } = await withAddon(`throw new Error('libcuda.so.1: file too short')`)
  const { code, stdout } = await lastlayer.run('doctor')
  expect(code).toBe(0)
  expect(stdout).toMatch(/^Backend +wasm on cpu: TensorFlow does not load \(libcuda\.so\.1: file too short\)\./)
})

test('A run goes on after an abort in its middle, and ends with one sentence after another; the next command works', async () => {
  // The addon tells which process the trainer is; then it does not load, and WebAssembly trains.
  const tellsProcess = `require('fs').writeFileSync(__dirname + '/pid', String(process.pid)); throw new Error('none')`
  const { lastlayer, folder, reviews } = await withAddon(tellsProcess)
  const child = lastlayer.start('finetune', reviews, '--epochs', '1000', ...flags)
  child.stdin.end()
  const aborted = new Set<number>()
  child.stdout.on('data', (chunk) => {
    if (!/epoch [2-9]/.test(String(chunk))) return
    const trainer = Number(readFileSync(join(folder, 'pid'), 'utf8'))
    if (aborted.has(trainer)) return
    aborted.add(trainer)
    process.kill(trainer, 'SIGABRT')
  })
  const { code, stderr } = await outcomeOf(child)
  expect(aborted.size).toBe(2)
  expect(code).toBe(1)
  expect(stderr).toMatch(/native code gave up.* The run goes on with smaller slices of a batch\./)
  expect(stderr.trim().split('\n').at(-1)).toMatch(/^The trainer process ended early: native code gave up/)
  expect((await lastlayer.run('inspect', reviews)).code).toBe(0)
})

test.skipIf(native === null)(
  'A fine-tuning uses native TensorFlow (where it is installed on this machine)',
  async () => {
    const folder = await temporaryFolder()
    const home = join(folder, 'home')
    await mkdir(home)
    symlinkSync(runtimeFolders(homeOfNative).root, runtimeFolders(home).root)
    const lastlayer = new Lastlayer(home)
    const { code, stdout, stderr } = await lastlayer.run('finetune', writeReviews(folder), '--json', ...flags)
    expect(code, stderr).toBe(0)
    expect(stderr).toMatch(/^Device {4}tensorflow on [cg]pu: TensorFlow \d/m)
    expect(JSON.parse(stdout)).toMatchObject({ backend: 'tensorflow' })
    const doctor = JSON.parse((await lastlayer.run('doctor', '--json')).stdout)
    expect(doctor).toMatchObject({ backend: 'tensorflow', tensorflow: native?.tensorflow, check: { ok: true } })
  },
)
