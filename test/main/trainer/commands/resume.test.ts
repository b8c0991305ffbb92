import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { finetune, resume, type FinetuneOptions } from '../../../../src/main/trainer/commands/finetune.ts'
import { LastlayerError } from '../../../../src/shared/errors.ts'
import { markOf } from '../../../../src/main/disk/process-mark.ts'
import { stepToGoOn } from '../../../../src/main/disk/resumption.ts'
import { parseRecipe, type RecipeInput } from '../../../../src/shared/recipe.ts'
import { runEvent, type RunEvent, type RunReport } from '../../../../src/shared/run-events.ts'
import { temporaryFolder } from '../../../support/temporary-folder.ts'
import { makeTinyModel } from '../../../support/tiny-model.ts'

const never = new AbortController().signal
const rows = Array.from({ length: 80 }, (_, i) => {
  const [word, label] = i % 2 === 0 ? ['wonderful', 'pos'] : ['terrible', 'neg']
  return `The plot of number ${i} was ${word} they say ${'so '.repeat(i % 4)},${i % 9 === 0 ? 'pos' : label}\n`
})

let model: string
let home: string
let dataset: string
beforeAll(async () => {
  model = await makeTinyModel({ family: 'distilbert' })
})
beforeEach(async () => {
  home = await temporaryFolder()
  dataset = join(home, 'reviews.csv')
  await writeFile(dataset, `text,label\n${rows.join('')}`)
})

const places = () => ({ runs: join(home, 'runs'), cache: join(home, 'cache'), models: join(home, 'models') })

async function run(settings: Partial<RecipeInput>, options: Partial<FinetuneOptions> = {}): Promise<RunReport> {
  return finetune({
    recipe: parseRecipe({ dataset, model, learningRate: 3e-3, batchSize: 8, epochs: 3, dropout: 0.1, ...settings }),
    places: places(),
    out: join(home, 'run'),
    signal: never,
    onEvent: () => undefined,
    checkpointShare: Infinity,
    ...options,
  })
}

async function goOn(folder: string, options: Partial<FinetuneOptions> = {}) {
  const events: RunEvent[] = []
  const report = await resume({
    run: folder,
    places: places(),
    signal: never,
    onEvent: (event) => events.push(event),
    checkpointShare: Infinity,
    ...options,
  })
  return { report, events }
}

/** A copy of the run's folder as a process that is killed at this moment leaves it. */
function leaveBehind(name: string): string {
  const folder = join(home, name)
  cpSync(join(home, 'run'), folder, { recursive: true })
  writeFileSync(join(folder, 'owner'), markOf(999_999_999))
  return folder
}

const weightsOf = (folder: string): Buffer => readFileSync(join(folder, 'model', 'model.safetensors'))
const logOf = (folder: string): RunEvent[] =>
  readFileSync(join(folder, 'events.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => runEvent.parse(JSON.parse(line)))

/** What a report says of the training, wherever and however long it was. */
const outcome = ({ before, epochs, after, savedEpoch, averaged, calibration, yardsticks, search }: RunReport) => ({
  before,
  epochs,
  after,
  savedEpoch,
  averaged,
  calibration,
  yardsticks,
  rates: search?.trials.map(({ seconds: _, ...trial }) => trial),
})

const moments: [string, Partial<RecipeInput>, (event: RunEvent) => boolean][] = [
  ['before its first step', {}, ({ kind }) => kind === 'evaluated'],
  ['within an epoch', {}, (event) => event.kind === 'step' && event.step === 11],
  ['while the last epoch is measured', {}, (event) => event.kind === 'progress' && event.phase === 'evaluating' && event.done > 8],
  ['in its yardsticks', {}, (event) => event.kind === 'progress' && event.phase === 'yardsticks'],
  ['while it is saved, of its best epoch', { keep: 'best', validationShare: 0.3 }, (event) => event.kind === 'progress' && event.phase === 'saving'],
  ['in an epoch after the best', { keep: 'best', validationShare: 0.3, learningRate: 0.05 }, (event) => event.kind === 'step' && event.epoch === 3],
  ['in the last epoch of a mean', { keep: 'mean', validationShare: 0.3 }, (event) => event.kind === 'step' && event.step === 16],
  ['looking for its rates', { learningRate: 'auto', epochs: 1, validationShare: 0.3 }, ({ kind }) => kind === 'tried'],
  ['with rates that it has found', { learningRate: 'auto', epochs: 1, keep: 'mean', validationShare: 0.3 }, (event) => event.kind === 'step' && event.step === 3],
  ['before its features are computed', {}, ({ kind }) => kind === 'started'],
] // prettier-ignore

describe('A run whose process was killed comes to the same end, bit for bit', () => {
  test.each(moments)('%s', async (_, settings, isMoment) => {
    let folder: string | null = null
    const whole = await run(settings, {
      onEvent: (event) => {
        if (isMoment(event)) folder ??= leaveBehind('killed')
      },
    })
    if (folder === null) throw new Error('The moment did not come.')
    // What became of them is no matter to the run.
    rmSync(dataset)
    const { report, events } = await goOn(folder)
    expect(weightsOf(folder).equals(weightsOf(whole.run))).toBe(true)
    expect(outcome(report)).toEqual(outcome(whole))
    expect(readFileSync(join(folder, 'test-answers.jsonl'), 'utf8')).toBe(
      readFileSync(join(whole.run, 'test-answers.jsonl'), 'utf8'),
    )
    expect(events).toEqual(logOf(folder))
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, i) => i + 1))
    const steps = (all: readonly RunEvent[]) =>
      all.flatMap((one) => (one.kind === 'step' ? [[one.step, one.loss]] : []))
    expect(steps(events)).toEqual(steps(logOf(whole.run)))
    expect(readdirSync(folder)).not.toContain('inputs')
    expect(readdirSync(folder)).not.toContain('checkpoint')
  })
})
