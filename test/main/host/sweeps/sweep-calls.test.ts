import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { beforeEach, expect, test, vi } from 'vitest'
import { Sweeps } from '../../../../src/main/host/sweeps/sweep-calls.ts'
import type { Notification } from '../../../../src/shared/app-contract.ts'
import type { Params } from '../../../../src/shared/contract.ts'
import { LastlayerError } from '../../../../src/shared/errors.ts'
import { parseRecipe } from '../../../../src/shared/recipe.ts'
import { fakeEstimate } from '../../../renderer/fake-estimate.ts'
import { fakeRun } from '../../../renderer/fake-run.ts'
import { FakeTrainer } from '../../../support/fake-trainer.ts'
import { temporaryFolder } from '../../../support/temporary-folder.ts'

const recipe = parseRecipe({ dataset: 'sample:reviews', model: '/models/tiny', epochs: 2 })
const axes = { learningRate: [1e-4, 1e-3], unfreeze: [1, 1], epochs: [2], seeds: 2 }

let runs: string
let trainer: FakeTrainer
let states: Extract<Notification, { kind: 'sweep' }>['state'][]
let sweeps: Sweeps
let isRunning: boolean
/** The run, from 1, that never ends by itself. */
let lasting: number | null

beforeEach(async () => {
  runs = join(await temporaryFolder(), 'runs')
  trainer = new FakeTrainer()
  states = []
  isRunning = false
  lasting = null
  trainer.answers.describe = ({ path }) => ({
    ...{ path, name: 'tiny', family: 'distilbert', labels: null },
    ...{ blocks: 4, dim: 192, parameters: 1, positions: 512 },
  })
  trainer.answers.estimate = ({ recipe }) => {
    const { parts, ...estimate } = fakeEstimate(recipe)
    return { ...estimate, parts: { ...parts, features: 100, yardsticks: 10, search: 1000, epoch: 5, saving: 1 } }
  }
  trainer.answers.finetune = async ({ recipe }, { onEvent, signal }) => {
    const place = asked().length
    const run = join(runs, String(place))
    for (const event of fakeRun({ recipe, run })) {
      onEvent?.(event)
      if (event.kind === 'step' && place === lasting) {
        await new Promise((resolve) => signal?.addEventListener('abort', resolve))
        throw new LastlayerError('cancelled', 'Stopped.')
      }
      if (event.kind !== 'finished') continue
      await mkdir(run, { recursive: true })
      await writeFile(join(run, 'report.json'), JSON.stringify(event.report))
      return event.report
    }
    throw new Error('A fake run finishes')
  }
  sweeps = new Sweeps({
    places: { runs, cache: join(dirname(runs), 'cache'), models: join(dirname(runs), 'models') },
    ...{ runTrainer: trainer, trainer, isRunning: () => isRunning },
    notify: (notification) => notification.kind === 'sweep' && states.push(notification.state),
  })
})

const asked = () =>
  trainer.asked.flatMap(({ command, params }) => (command === 'finetune' ? [params as Params<'finetune'>] : []))
const ended = () => vi.waitFor(() => expect(states.at(-1)?.isRunning).toBe(false))

test('A sweep is estimated: features and yardsticks once, the epochs of every run', async () => {
  // Four runs of two epochs, each value once; no run looks for its rate.
  await expect(sweeps.calls.estimateSweep({ recipe, axes })).resolves.toEqual({
    runs: 4,
    seconds: 100 + 10 + 4 * (2 * 5 + 1),
  })
  expect(asked()).toEqual([])
})

test('A sweep makes its runs one after another, tells how far it is, and lies in the sweeps folder', async () => {
  await sweeps.calls.startSweep({ recipe, axes })
  await ended()
  expect(asked().map(({ recipe }) => [recipe.learningRate, recipe.seed])).toEqual([
    [1e-4, 42],
    [1e-4, 43],
    [1e-3, 42],
    [1e-3, 43],
  ])
  expect([...new Set(states.map(({ done }) => done))]).toEqual([0, 1, 2, 3, 4])
  expect(states.at(-1)).toMatchObject({ done: 4, of: 4, error: null, now: null })
  const [listed] = (await sweeps.calls.listSweeps({})).sweeps
  expect(listed?.folder).toBe(states[0]?.folder)
  expect(listed?.runs.every(({ result }) => result !== null)).toBe(true)
})

test('A sweep that is stopped keeps its finished runs, and goes on with the rest', async () => {
  lasting = 2
  await sweeps.calls.startSweep({ recipe, axes })
  await vi.waitFor(() => expect(sweeps.current.state?.now?.place).toBe(1))
  await expect(sweeps.calls.startSweep({ recipe, axes })).rejects.toMatchObject({ code: 'busy' })
  await sweeps.calls.stopSweep({})
  await ended()
  expect(states.at(-1)).toMatchObject({ done: 1, of: 4, error: null })

  lasting = null
  const folder = states[0]?.folder ?? ''
  await sweeps.calls.continueSweep({ folder })
  await ended()
  expect(states.at(-1)).toMatchObject({ folder, done: 4 })
  expect(asked()).toHaveLength(5)
})

test('A run that fails ends the sweep, and says why', async () => {
  trainer.answers.finetune = () => {
    throw new LastlayerError('interrupted', 'The trainer process ended early.')
  }
  await sweeps.calls.startSweep({ recipe, axes })
  await ended()
  expect(states.at(-1)).toMatchObject({ done: 0, error: { code: 'interrupted' } })
  await expect(sweeps.calls.currentSweep({})).resolves.toEqual(states.at(-1))
})

test.each([
  ['a run goes on', () => (isRunning = true), {}, 'busy', /A fine-tuning is going on/],
  [
    'a depth is more than the model has',
    () => undefined,
    { unfreeze: [5] },
    'usage',
    /K = 5 is more than the 4 blocks/,
  ],
  ['there would be too many runs', () => undefined, { seeds: 200 }, 'usage', /400 runs, and a sweep has at most 200/],
])('None is begun where %s', async (_, prepare, change, code, message) => {
  prepare()
  await expect(sweeps.calls.startSweep({ recipe, axes: { ...axes, ...change } })).rejects.toMatchObject({
    code,
    message: expect.stringMatching(message),
  })
  await expect(sweeps.calls.listSweeps({})).resolves.toEqual({ sweeps: [], unreadable: [] })
})

test('Only sweeps of the sweeps folder are gone on with', async () => {
  await expect(sweeps.calls.continueSweep({ folder: runs })).rejects.toMatchObject({
    message: expect.stringContaining('on the command line'),
  })
})
