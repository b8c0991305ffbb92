import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseRecipe } from '../../../../src/shared/recipe.ts'
import type { RunRecord } from '../../../../src/shared/run-record.ts'
import { fakeRun } from '../../../renderer/fake-run.ts'
import { recordOf } from '../../../renderer/past-runs.ts'
import { temporaryFolder } from '../../../support/temporary-folder.ts'

/** What no report may hold: the only test text of the run. */
export const privateText = 'Dear Dr Quixote, my password is hunter2'

/** Labels that would be markup, attributes, entities or turn the text around them, were they not taken for words. */
export const hostileLabels = [
  '<script>window.pwned = 1</script>',
  `"><img src=x onerror='window.pwned = 2'>`,
  'عربي | `code` &amp; ]]>',
  'א\u202eרוסb\u0007',
]

export interface RunOnDisk {
  readonly folder: string
  readonly record: RunRecord
}

/** A finished run with every figure that there is, in a folder of its own. */
export async function runOnDisk(labels: readonly string[], change: object = {}): Promise<RunOnDisk> {
  const folder = join(await temporaryFolder(), 'run & <b>one')
  const recipe = parseRecipe({
    dataset: '/home/ada/secret place/tickets.csv',
    model: '/home/ada/models/tiny',
    learningRate: 'auto',
    keep: 'mean',
    ...change,
  })
  const record = recordOf({
    events: fakeRun({ recipe, run: folder, labels: [...labels], startedAt: Date.UTC(2026, 0, 9, 12, 30), goal: 0.87 }),
    recipe,
    folder,
  })
  await mkdir(join(folder, 'model'), { recursive: true })
  const width = labels.length
  const [right, wrong] = [0, 1].map((said) => labels.map((_, i) => (i === said ? 0.9 : 0.1 / (width - 1))))
  const answers = [
    { before: wrong, after: right },
    { before: wrong, after: wrong },
    { before: right, after: wrong },
  ].map((one, ordinal) => ({ ordinal, digest: `${ordinal}`, text: privateText, label: 0, ...one }))
  const files = {
    'recipe.json': JSON.stringify(recipe),
    // As many test texts as there are answers.
    'dataset.json': JSON.stringify(record.dataset, (key, value: unknown) =>
      key === 'test' ? labels.map((_, i) => (i === 0 ? answers.length : 0)) : value,
    ),
    // Half of an odd number of test texts is no number of texts.
    'report.json': JSON.stringify(record.summary.report, (key, value: unknown) =>
      key === 'examples' || key === 'support' ? Math.ceil(Number(value)) : value,
    ),
    'events.jsonl': record.events.map((event) => `${JSON.stringify(event)}\n`).join(''),
    'test-answers.jsonl': answers.map((answer) => `${JSON.stringify(answer)}\n`).join(''),
    'model/config.json': JSON.stringify({ lastlayer: { max_length: 256, abstain_below: 0.65 } }),
  }
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content)
  return { folder, record }
}
