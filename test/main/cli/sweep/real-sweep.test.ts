import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createProgram } from '../../../../src/main/cli/program.ts'
import { Screen } from '../../../../src/main/cli/screen/screen.ts'
import { describe } from '../../../../src/main/trainer/commands/describe.ts'
import { listSweeps } from '../../../../src/main/host/sweeps/sweep-list.ts'
import { finetune } from '../../../../src/main/trainer/commands/finetune.ts'
import type { RunReport } from '../../../../src/shared/run-events.ts'
import { captureOutput } from '../../../support/captured-output.ts'
import { FakeTrainer } from '../../../support/fake-trainer.ts'
import { goldenModel } from '../../../support/golden.ts'
import { temporaryFolder } from '../../../support/temporary-folder.ts'

test('A sweep trains on one split and one cache, and is listed', async () => {
  const home = await temporaryFolder()
  const dataset = join(home, 'reviews.csv')
  const rows = Array.from({ length: 60 }, (_, i) => `"It was ${['wonderful', 'terrible'][i % 2]}, ${i}.",${i % 2}`)
  await writeFile(dataset, ['text,label', ...rows].join('\n'))

  const places = { runs: join(home, 'runs'), cache: join(home, 'cache'), models: join(home, 'models') }
  const signal = new AbortController().signal
  const trainer = new FakeTrainer()
  const reports: RunReport[] = []
  trainer.answers.describe = ({ path }) => describe({ path })
  trainer.answers.finetune = async (params, { onEvent = () => undefined }) => {
    const report = await finetune({ ...params, signal, onEvent })
    reports.push(report)
    return report
  }
  captureOutput()
  const args = ['--model', goldenModel, '--unfreeze', '0,1', '--lr', '1e-3', '--epochs', '2', '--seeds', '2']
  const program = createProgram({ host: trainer, screen: new Screen(), places, signal })
  await program.parseAsync(['sweep', dataset, '--batch', '8', ...args], { from: 'user' })

  expect(reports.map(({ features }) => features.computed)).toEqual([60, 0, 0, 0])
  // The yardsticks that all have in common are measured once, and those of a seed are its own.
  const taken = (name: string) => reports.map(({ yardsticks }) => yardsticks.find((one) => one.name === name)?.seconds)
  expect(new Set(taken('words')).size).toBe(1)
  expect(new Set(taken('frozen')).size).toBe(1)
  expect(reports[1]?.before).not.toEqual(reports[0]?.before)
  const [sweep, ...others] = (await listSweeps(join(home, 'sweeps'))).sweeps
  expect(others).toEqual([])
  const results = sweep?.runs.map(({ result }) => result) ?? []
  expect(results.map((result) => result?.run)).toEqual(reports.map(({ run }) => run))
  expect(new Set(results.map((result) => result?.fingerprint)).size).toBe(1)
  // Another seed, another head.
  expect(results[0]?.losses).not.toEqual(results[1]?.losses)
  expect(results.map((result) => result?.losses.length)).toEqual([2, 2, 2, 2])
})
