import { spawn } from 'node:child_process'
import {
  closeSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  openSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { packageRoot } from '../../src/main/host/paths.ts'
import { yardstickNames } from '../../src/shared/yardsticks.ts'
import { mainFigures } from '../../src/shared/figures.ts'
import { Lastlayer, outcomeOf, writeReviews, type Outcome } from './lastlayer.ts'

let folder: string
let lastlayer: Lastlayer
let reviews: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lastlayer-cli-'))
  lastlayer = new Lastlayer(join(folder, 'home'))
  reviews = writeReviews(folder)
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

const temporaryFiles = (): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.tmp'))

describe('After a fine-tuning', () => {
  let run: string
  let finetuned: Outcome

  beforeAll(async () => {
    run = join(lastlayer.home, 'runs', 'first')
    const flags = ['--lr', '1e-3', '--epochs', '2', '--batch', '8', '--max-length', '32', '--out', run]
    finetuned = await lastlayer.run('finetune', reviews, '--json', ...flags)
  })

  test('one object is on standard output, with the figures before, during and after', () => {
    expect(finetuned.stderr).toContain('Left out  1')
    expect(finetuned.code).toBe(0)
    const result = JSON.parse(finetuned.stdout)
    const shown = Object.fromEntries(mainFigures.map(({ key }) => [key, expect.any(Number)]))
    const figures = { ...shown, loss: expect.any(Number), accuracy: expect.any(Number), f1: expect.any(Number) }
    expect(result).toEqual({
      run,
      backend: expect.stringMatching(/^(wasm|tensorflow)$/),
      before: figures,
      epochs: [1, 2].map((epoch) => ({ epoch, trainLoss: expect.any(Number), ...figures })),
      after: figures,
      search: null,
      lead: 'accuracy',
      yardsticks: yardstickNames.map((name) => expect.objectContaining({ name, accuracy: expect.any(Number) })),
      sentences: expect.any(Array),
      calibration: expect.objectContaining({ temperature: 1 }),
      features: { seconds: expect.any(Number), computed: 40, fromCache: 0 },
      seconds: expect.any(Number),
      peakMemoryMB: expect.any(Number),
    })
    expect(result.after.loss).toBeLessThan(result.before.loss)
  })

  test.skipIf(process.platform === 'win32')('nothing in the home is open to others (Windows has no such modes)', () => {
    const paths = readdirSync(lastlayer.home, { recursive: true, encoding: 'utf8' })
    const open = ['.', ...paths].filter((path) => (lstatSync(join(lastlayer.home, path)).mode & 0o077) !== 0)
    expect(open).toEqual([])
    expect(paths).toContain(join('runs', 'first', 'report.json'))
  })

  test('the run folder is whole', () => {
    for (const name of ['recipe.json', 'dataset.json', 'events.jsonl', 'report.json', 'model/model.safetensors'])
      expect(existsSync(join(run, name)), name).toBe(true)
    expect(readdirSync(join(run, 'charts')).sort()).toEqual(['accuracy.png', 'before-after.png'])
    expect(temporaryFiles()).toEqual([])
  })

  test('another learning rate computes no feature again, and says so', async () => {
    const flags = ['--lr', '5e-4', '--epochs', '1', '--batch', '8', '--max-length', '32']
    const { code, stdout } = await lastlayer.run('finetune', reviews, ...flags)
    expect(code).toBe(0)
    expect(stdout).toMatch(/Features +0 computed, 40 from the cache/)
    expect(stdout).toMatch(/Go on:\n {2}try it +npm run lastlayer -- predict \S+ "Your text"\n/)
  })

  test('predict answers for texts and files as promised', async () => {
    const file = join(folder, 'one.txt')
    writeFileSync(file, 'A dull and awful film')
    const { code, stdout } = await lastlayer.run(
      'predict',
      'first',
      'A great and lovely film',
      '--json',
      '--file',
      file,
    )
    expect(code).toBe(0)
    const probability = expect.closeTo(0.5, 0)
    const answer = { neg_prob: probability, pos_prob: probability, probs: { neg: probability, pos: probability } }
    expect(JSON.parse(stdout)).toEqual([
      { ...answer, text: 'A great and lovely film', label: 'pos', abstained: false, truncated: false },
      { ...answer, text: 'A dull and awful film', file, label: 'neg', abstained: false, truncated: false },
    ])
  })

  test('predict reads standard input, one text a line', async () => {
    const { code, stdout } = await lastlayer.feed('A great and lovely film\n\nA dull and awful film\n', 'predict', run)
    expect(code).toBe(0)
    expect(stdout).toMatch(/^pos {2}0\.\d{3} {2}A great and lovely film\nneg {2}0\.\d{3} {2}A dull and awful film\n$/)
  })

  test('predict answers what it can and fails for what it cannot', async () => {
    const { code, stdout, stderr } = await lastlayer.run('predict', run, 'Great', '--file', join(folder, 'none.txt'))
    expect(code).toBe(1)
    expect(stdout).toContain('Great')
    expect(stderr).toContain('none.txt')
  })

  test('evaluate gives figures and a confusion matrix', async () => {
    const { code, stdout } = await lastlayer.run('evaluate', run, reviews)
    expect(code).toBe(0)
    expect(stdout).toMatch(/^40 texts of .*reviews\.csv/)
    expect(stdout).toContain('true \\ predicted  neg  pos')
  })

  test('export proves what it writes, and the sample beside it answers as predict does', async () => {
    const destination = join(folder, 'exports', 'onnx')
    const { code, stdout } = await lastlayer.run('export', 'first', '--to', 'onnx', destination, '--json')
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ destination, texts: 8, source: reviews, isOwn: true, equalLabels: 1 })

    // As if `npm install` had been run there.
    symlinkSync(join(packageRoot(), 'node_modules'), join(folder, 'exports', 'node_modules'), 'junction')
    const text = 'A great and lovely film'
    const sample = await outcomeOf(spawn(process.execPath, [join(destination, 'sample.mjs'), text]))
    expect(sample).toMatchObject({ code: 0, stderr: '' })
    const [{ probs }] = JSON.parse((await lastlayer.run('predict', 'first', text, '--json')).stdout)
    const answer = JSON.parse(sample.stdout.replace(/ A great.*/, ''))
    expect(answer).toEqual({ neg: expect.closeTo(probs.neg, 4), pos: expect.closeTo(probs.pos, 4) })
  })

  test('export shows the proof in a table, and refuses a folder that holds something', async () => {
    const destination = join(folder, 'exports', 'int8')
    const first = await lastlayer.run('export', run, '--to', 'onnx-int8', destination)
    expect(first.stdout).toMatch(/^Proved {4}8 test texts of .*reviews\.csv.*\nLabels {4}\d\.\d{3} of them equal/)
    expect(first.stdout).toMatch(/size, MB +\d\.\d +14\.0\n/)
    const second = await lastlayer.run('export', run, '--to', 'onnx-int8', destination)
    expect(second).toEqual({ code: 1, stdout: '', stderr: expect.stringMatching(/int8 already holds .*\n$/) })
  })

  test('runs lists it', async () => {
    const { stdout } = await lastlayer.run('runs', '--json')
    expect(JSON.parse(stdout)).toContainEqual(
      expect.objectContaining({ run, status: 'finished', dataset: reviews, unfreeze: 1, learningRate: 1e-3 }),
    )
    expect((await lastlayer.run('runs')).stdout).toMatch(/reviews\.csv .* finished {2}first\n/)
  })
})

test('inspect shows what a dataset holds', async () => {
  const { code, stdout } = await lastlayer.run('inspect', reviews)
  expect(code).toBe(0)
  expect(stdout).toContain('Labels    2: neg 20, pos 20')
  expect(stdout).toMatch(/reviews\.csv:42 {2}/)
})

test.each([
  [2, [], /Name a command/],
  [2, ['finetune'], /Name a dataset, or the run to go on with/],
  [2, ['finetune', 'REVIEWS', '--epoch', '3'], /'--epoch' \(Did you mean --epochs\?\)/],
  [2, ['finetune', 'REVIEWS', '--lr', '-1'], /--lr must be greater than 0, not -1/],
  [2, ['finetune', 'REVIEWS', '--max-length', '10000'], /10000.* 512/],
  [2, ['finetune', 'REVIEWS', '--unfreeze', '9'], /9.* 4 blocks/],
  [2, ['predict', 'FOLDER'], /Give a text/],
  [2, ['export', 'FOLDER', 'FOLDER/new'], /--to/],
  [2, ['export', 'FOLDER', 'FOLDER/new', '--to', 'zip'], /huggingface, onnx, onnx-int8/],
  [1, ['export', 'FOLDER/none', 'FOLDER/new', '--to', 'onnx'], /none/],
  [1, ['finetune', 'FOLDER/none'], /none/],
  [1, ['finetune', 'REVIEWS', '--model', 'FOLDER/no-model'], /no-model/],
  [1, ['finetune', 'REVIEWS', '--text-column', 'body'], /body/],
  [1, ['finetune', 'REVIEWS', '--out', 'REVIEWS/run'], /reviews\.csv/],
  [1, ['predict', 'FOLDER/none', 'text'], /none/],
])('Exit code %d and one sentence for %j', async (code, args, sentence) => {
  const given = args.map((arg) => arg.replace('REVIEWS', reviews).replace('FOLDER', folder))
  const outcome = await lastlayer.run(...given, ...(given.length > 0 ? ['--json'] : []))
  expect(outcome).toEqual({ code, stdout: '', stderr: expect.stringMatching(sentence) })
  expect(outcome.stderr.trim().split('\n')).toHaveLength(1)
  expect(temporaryFiles()).toEqual([])
})

test.each(['SIGINT', 'SIGTERM'] as const)('%s stops a run in order, with nothing half-written', async (signal) => {
  const out = join(folder, signal)
  const flags = ['--epochs', '1000', '--max-length', '32', '--out', out]
  const child = lastlayer.start('finetune', reviews, ...flags)
  child.stdout.on('data', (chunk) => String(chunk).includes('epoch 2') && child.kill(signal))
  const { code, stderr } = await outcomeOf(child)
  expect(code).toBe(130)
  expect(stderr).toMatch(/Stopping/)
  expect(existsSync(join(out, 'model'))).toBe(false)
  expect(existsSync(join(out, 'report.json'))).toBe(false)
  expect(temporaryFiles()).toEqual([])
})

test('A reader that leaves early gets no stack trace', async () => {
  const child = lastlayer.start('finetune', '--help')
  child.stdout.destroy()
  const { stderr } = await outcomeOf(child)
  expect(stderr).toBe('')
})

describe.runIf(process.platform === 'linux')('Of what Linux has', () => {
  test('an output that is full is a sentence and a failure, and no stack trace', async () => {
    const full = openSync('/dev/full', 'w')
    const entry = join(packageRoot(), 'out', 'main', 'cli.js')
    const child = spawn(process.execPath, [entry, 'runs'], {
      env: { ...process.env, LASTLAYER_HOME: lastlayer.home },
      stdio: ['ignore', full, 'pipe'],
    })
    let said = ''
    child.stderr?.on('data', (chunk) => (said += String(chunk)))
    const code = await new Promise((resolve) => child.on('close', resolve))
    closeSync(full)
    expect([said, code]).toEqual(['The standard output could not be written: the disk is full.\n', 1])
  })

  test('a home below /proc, where no folder can be made, is told of at once', async () => {
    const { code, stderr } = await new Lastlayer('/proc/nowhere').run('finetune', reviews)
    expect(code).toBe(1)
    expect(stderr).toContain('The run folder /proc/nowhere/runs/')
  })
})
