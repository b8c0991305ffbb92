import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, test, vi } from 'vitest'
import { fineTune } from '../../../../src/main/host/trainer/fine-tune.ts'
import type { RunOptions, TrainerHost } from '../../../../src/main/host/trainer/start.ts'
import { LastlayerError } from '../../../../src/shared/errors.ts'
import { parseRecipe } from '../../../../src/shared/recipe.ts'
import type { Happening, RunEvent, RunReport } from '../../../../src/shared/run-events.ts'
import { runReport } from '../../../support/run-report.ts'
import { temporaryFolder } from '../../../support/temporary-folder.ts'

const places = { runs: '/runs', cache: '/cache', models: '/models' }
const recipe = parseRecipe({ dataset: '/reviews', model: '/model' })
const lacksMemory = new LastlayerError('memory', 'Memory ran out.')
const failed = { kind: 'failed', error: { code: 'memory', message: 'Memory ran out.' } } as const

let folder: string
beforeEach(async () => {
  folder = join(await temporaryFolder(), 'run')
  mkdirSync(join(folder, 'inputs'), { recursive: true })
})

/** From then on the run has something to go on with. */
const keepTexts = (): void => writeFileSync(join(folder, 'inputs', 'examples.jsonl'), '')

/** A trainer that fails the first command as given, after some events. */
function failing(error: LastlayerError, happenings: readonly Happening[]) {
  const started = { kind: 'started', run: folder } as Happening
  return vi.fn(async (command: string, _params: object, options: RunOptions = {}): Promise<RunReport> => {
    if (command === 'resume') return runReport(folder)
    const all = [started, ...happenings]
    all.forEach((happening, i) => options.onEvent?.({ seq: i + 1, time: 0, ...happening } as RunEvent))
    throw error
  })
}

function ask(run: ReturnType<typeof failing>, options: RunOptions = {}) {
  const params = { recipe, places, out: null }
  return fineTune({ run } as unknown as TrainerHost, { command: 'finetune', params }, options)
}

test('A run that lacks memory goes on once, in smaller slices, and nobody hears that it failed', async () => {
  keepTexts()
  const run = failing(lacksMemory, [failed])
  const kinds: string[] = []
  const report = await ask(run, { onEvent: ({ kind }) => kinds.push(kind) })
  expect(report.run).toBe(folder)
  const notices = ['Memory ran out. The run goes on with smaller slices of a batch.']
  expect(run.mock.calls.map(([command, params]) => [command, params])).toEqual([
    ['finetune', { recipe, places, out: null }],
    ['resume', { run: folder, places, notices, lacksMemory: true }],
  ])
  expect(kinds).toEqual(['started'])
})

test('It is not tried a third time', async () => {
  keepTexts()
  const run = vi.fn().mockRejectedValue(lacksMemory)
  const asked = fineTune({ run } as unknown as TrainerHost, { command: 'resume', params: { run: folder, places } }, {})
  await expect(asked).rejects.toBe(lacksMemory)
  expect(run).toHaveBeenCalledTimes(2)
})

test.each([
  ['has kept nothing', lacksMemory, () => undefined, undefined],
  ['was killed by somebody', new LastlayerError('interrupted', 'It was killed.'), keepTexts, undefined],
  ['was stopped', lacksMemory, keepTexts, AbortSignal.abort()],
])('A run that %s is not gone on with by itself', async (_, error, prepare, signal) => {
  prepare()
  const run = failing(error, [failed])
  const kinds: string[] = []
  await expect(ask(run, { onEvent: ({ kind }) => kinds.push(kind), signal })).rejects.toBe(error)
  expect(run).toHaveBeenCalledTimes(1)
  expect(kinds).toEqual(['started', 'failed'])
})
