import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Result } from '../../../../src/shared/contract.ts'
import { summaryOf } from '../../../renderer/fake-run.ts'
import { runCommand } from '../../../support/command-line.ts'
import { FakeTrainer } from '../../../support/fake-trainer.ts'
import { metricsOf, runReport } from '../../../support/run-report.ts'
import { temporaryFolder } from '../../../support/temporary-folder.ts'

test('Depths are compared by macro F1 where labels are uneven, each with its run, the dataset told once', async () => {
  const folder = await temporaryFolder()
  const after = metricsOf(0.9, 0.7)
  const perClass = ['neg', 'neutral', 'pos'].map((label, i) => ({ ...after.perClass[0], label, support: 10 + 90 * i }))
  const trainer = new FakeTrainer()
  trainer.answers.describe = () => ({ blocks: 4 }) as Result<'describe'>
  trainer.answers.drawComparison = () => ({})
  trainer.answers.finetune = ({ recipe }, { onEvent }) => {
    onEvent?.({ seq: 1, time: 0, kind: 'dataset', summary: summaryOf('reviews', ['neg', 'neutral', 'pos']) })
    return { ...runReport(`/runs/${recipe.unfreeze}`), after: { ...after, perClass }, isRefit: true }
  }
  const text = await runCommand(trainer, join(folder, 'runs'), ['compare', 'd', '--unfreeze', '0,1'])
  expect(text).toMatch(/K +accuracy +macro F1 +trainable +training +run\n/)
  expect(text).toMatch(/1 +0\.900 +0\.700 +1,000 +0:11 +\/runs\/1\n/)
  expect(text).toContain('The figures are of the models that were trained again on all training texts.')
  expect(text.match(/^Dataset /gm)).toHaveLength(1)
})
