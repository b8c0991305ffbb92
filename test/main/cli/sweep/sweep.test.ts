import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { createProgram } from '../../../../src/main/cli/program.ts'
import { Screen } from '../../../../src/main/cli/screen/screen.ts'
import type { Params, Result } from '../../../../src/shared/contract.ts'
import { LastlayerError } from '../../../../src/shared/errors.ts'
import type { Recipe } from '../../../../src/shared/recipe.ts'
import { sweep, type Sweep } from '../../../../src/shared/sweeps.ts'
import { fakeRun } from '../../../renderer/fake-run.ts'
import { captureOutput } from '../../../support/captured-output.ts'
import { FakeTrainer } from '../../../support/fake-trainer.ts'
import { temporaryFolder } from '../../../support/temporary-folder.ts'

const screen = new Screen()
let home: string
let trainer: FakeTrainer
let stop: AbortController
/** The run, counted from 1, in which the person stops. */
let stopsIn: number | null
/** The dataset's fingerprint from a run on; null leaves it. */
let changesIn: number | null

beforeEach(async () => {
  home = await temporaryFolder()
  trainer = new FakeTrainer()
  stop = new AbortController()
  stopsIn = changesIn = null
  trainer.answers.describe = ({ path }) => ({
    path,
    name: 'tiny',
    family: 'distilbert',
    blocks: 4,
    dim: 192,
    parameters: 1,
    positions: 512,
    labels: null,
  })
  trainer.answers.finetune = async ({ recipe }, options) => {
    const place = asked().length
    const run = join(home, 'runs', String(place))
    const goal = 0.8 + 0.05 * Number(recipe.learningRate === 1e-3)
    for (const event of fakeRun({ recipe, run, goal })) {
      if (event.kind === 'dataset' && changesIn !== null && place >= changesIn) event.summary.fingerprint = 'changed'
      options.onEvent?.(event)
      if (place === stopsIn) stop.abort()
      if (options.signal?.aborted) throw new LastlayerError('cancelled', 'Stopped.')
      if (event.kind === 'finished') return keep(event.report)
    }
    throw new Error('A fake run finishes')
  }
})

async function keep(report: Result<'finetune'>): Promise<Result<'finetune'>> {
  await mkdir(report.run, { recursive: true })
  await writeFile(join(report.run, 'report.json'), JSON.stringify(report))
  return report
}

const asked = () =>
  trainer.asked.flatMap(({ command, params }) => (command === 'finetune' ? [params as Params<'finetune'>] : []))
const told = (of: (recipe: Recipe) => unknown) => asked().map(({ recipe }) => of(recipe))

async function lastlayer(...args: string[]): Promise<{ stdout: string; stderr: string }> {
  const output = captureOutput()
  const places = { runs: join(home, 'runs'), cache: join(home, 'cache'), models: join(home, 'models') }
  const session = { host: trainer, screen, places, signal: stop.signal }
  await createProgram(session).parseAsync(['sweep', ...args], { from: 'user' })
  return output
}

const out = () => join(home, 'sweep')
const stored = async (): Promise<Sweep> => sweep.parse(JSON.parse(await readFile(join(out(), 'sweep.json'), 'utf8')))
const given = ['--lr', '1e-4,1e-3', '--unfreeze', '0,all', '--epochs', '2', '--seeds', '2']

test('Every combination is an ordinary run, on features that the first one computes for all', async () => {
  await lastlayer('sample:reviews', ...given, '--out', out())
  expect(told(({ unfreeze, learningRate, epochs, seed }) => [unfreeze, learningRate, epochs, seed])).toEqual(
    [0, 4].flatMap((k) => [1e-4, 1e-3].flatMap((rate) => [42, 43].map((seed) => [k, rate, 2, seed]))),
  )
  expect(asked()[0]?.prepare).toEqual([0, 4])
  expect(asked().every(({ out }) => out === null)).toBe(true)
})

test('Seeds leave the split as it is, and a validation part is there even where the recipe has none', async () => {
  const output = await lastlayer('sample:reviews', '--recipe', 'classic', '--seed', '7', '--lr', '1e-3', '--out', out())
  expect(told(({ seed, splitSeed, keep }) => [seed, splitSeed, keep])).toEqual(
    [7, 8, 9].map((seed) => [seed, 7, 'best']),
  )
  expect(output.stderr).toContain('--keep best')
})

test('The table has a row a combination, and marks the one that validates best', async () => {
  const { stdout } = await lastlayer('sample:reviews', ...given, '--out', out())
  const rows = stdout.split('\n').filter((line) => /^(0 \(head\)|4) +[01]/.test(line))
  expect(rows).toHaveLength(4)
  expect(rows.filter((row) => row.endsWith('* best'))).toEqual([expect.stringMatching(/^0 \(head\) +0\.001 +2 /)])
  expect(rows[0]).toMatch(/\d\.\d{4} ± 0\.0000 +0\.\d{3} ± 0\.000/)
  expect(stdout).toContain('(8 of 8 runs)')
  expect(stdout).toMatch(
    /Best run {2}\S+, an ordinary one[^]*Settings {2}--lr 0\.001 --unfreeze 0 --epochs 2[^]*predict \S+ /,
  )
  expect(stdout).toContain('Every run is a whole training')
})

test('With --json it is one value', async () => {
  const { stdout } = await lastlayer('sample:reviews', ...given, '--out', out(), '--json')
  expect(JSON.parse(stdout)).toMatchObject({
    sweep: out(),
    judgedBy: 'loss',
    combinations: [
      { unfreeze: 0, learningRate: 1e-4, epochs: 2, finished: 2, isBest: false, runs: [{ seed: 42 }, { seed: 43 }] },
      { unfreeze: 0, learningRate: 1e-3, isBest: true },
      { unfreeze: 4 },
      { unfreeze: 4 },
    ],
  })
})

test('A sweep that is stopped keeps what is finished, and goes on with the rest', async () => {
  stopsIn = 4
  await expect(lastlayer('sample:reviews', ...given, '--out', out())).rejects.toMatchObject({ code: 'cancelled' })
  const before = await stored()
  expect(before.runs.map(({ result }) => result !== null)).toEqual([true, true, true, ...Array<boolean>(5).fill(false)])
  expect(await readdir(out())).toEqual(['sweep.json'])

  stop = new AbortController()
  stopsIn = null
  await rm(join(home, 'runs', '2'), { recursive: true })
  const { stdout } = await lastlayer('--continue', out())
  // The second is made again: its folder is gone.
  const again = told(({ unfreeze, learningRate, seed }) => [unfreeze, learningRate, seed]).slice(4)
  expect(again).toEqual([
    [0, 1e-4, 43],
    [0, 1e-3, 43],
    ...[1e-4, 1e-3].flatMap((rate) => [42, 43].map((seed) => [4, rate, seed])),
  ])
  const after = await stored()
  expect(after.runs[0]).toEqual(before.runs[0])
  expect(after.runs[1]?.result?.run).toBe(join(home, 'runs', '5'))
  expect(after.runs.every(({ result }) => result !== null)).toBe(true)
  expect(stdout).toContain('(8 of 8 runs)')
})

test('A dataset that changed in between ends the sweep, with the runs of the former one', async () => {
  changesIn = 3
  const sweeping = lastlayer('sample:reviews', ...given, '--out', out())
  await expect(sweeping).rejects.toMatchObject({ code: 'dataset', message: expect.stringContaining('Begin a new') })
  expect((await stored()).runs.filter(({ result }) => result !== null)).toHaveLength(2)
})

test.each([
  ['is too much', ['d', '--lr', '1e-3,1e-4', '--unfreeze', '0,1,2', '--seeds', '100'], /6 combinations with 100 seeds are 600 runs/], // prettier-ignore
  ['is deeper than the model', ['d', '--unfreeze', '1,5'], /K = 5 is more than the 4 blocks/],
  ['is no rate', ['d', '--lr', '1e-3,,1'], /--lr must be .*, not empty/],
  ['is no number of seeds', ['d', '--seeds', '0'], /--seeds must be a whole number from 1/],
  ['ends beyond the last seed', ['d', '--seed', '4294967295'], /seed/],
  ['has no dataset', ['--lr', '1e-3'], /Name a dataset/],
  ['is given anew', ['--continue', 'there', '--lr', '1e-3'], /give its folder alone/],
  ['is not there', ['--continue', 'nowhere'], /holds no sweep/],
])('What %s is refused in a sentence', async (_, args, message) => {
  await expect(lastlayer(...args)).rejects.toMatchObject({ code: 'usage', message: expect.stringMatching(message) })
  expect(asked()).toEqual([])
})
