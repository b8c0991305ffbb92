import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { finetune } from '../../../../src/main/trainer/commands/finetune.ts'
import { judge } from '../../../../src/shared/judgement.ts'
import { leadFigure } from '../../../../src/shared/lead-figure.ts'
import { parseRecipe } from '../../../../src/shared/recipe.ts'
import { goldenModel } from '../../../support/golden.ts'
import { temporaryFolder } from '../../../support/temporary-folder.ts'

test('A run on 95 texts of one label to 5 of the other that learned only the first says so', async () => {
  const home = await temporaryFolder()
  const dataset = join(home, 'tickets.csv')
  const rows = Array.from({ length: 200 }, (_, i) =>
    i % 20 === 0 ? `"The parcel of order ${i} is broken.",complaint` : `"Thank you for order ${i}.",praise`,
  )
  await writeFile(dataset, ['text,label', ...rows].join('\n'))
  const settings = { epochs: 2, batchSize: 8, learningRate: 1e-3, headLearningRate: 1e-2 } as const
  const report = await finetune({
    recipe: parseRecipe({ dataset, model: goldenModel, unfreeze: 0, ...settings }),
    places: { runs: join(home, 'runs'), cache: join(home, 'cache'), models: join(home, 'models') },
    out: null,
    signal: new AbortController().signal,
    onEvent: () => undefined,
  })
  expect(leadFigure(report.after).key).toBe('macroF1')
  expect(judge(report, (label) => `"${label}"`)).toEqual(
    expect.arrayContaining(['Always answering "praise" would be right in 95.0 %.', 'It never answers "complaint".']),
  )
})
