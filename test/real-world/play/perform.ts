import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { evaluate } from '../../../src/main/trainer/commands/evaluate.ts'
import { finetune } from '../../../src/main/trainer/commands/finetune.ts'
import { inspect } from '../../../src/main/trainer/commands/inspect.ts'
import { predict } from '../../../src/main/trainer/commands/predict.ts'
import { exportModel } from '../../../src/main/trainer/export/export.ts'
import { commands, type Result } from '../../../src/shared/contract.ts'
import { parseRecipe } from '../../../src/shared/recipe.ts'
import type { RunEvent } from '../../../src/shared/run-events.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import type { Case, Commanding, Evaluating, Exporting, Finetuning, Inspecting, Predicting, Run } from '../case.ts'
import { runCommand } from './command-line.ts'
import { layOut } from './lay-out.ts'
import { modelFolder, type ModelName } from './models.ts'

/** What came of a row, whatever it does. */
export interface Outcome {
  readonly inspected?: Result<'inspect'>
  readonly predicted?: Result<'predict'>
  readonly evaluated?: Result<'evaluate'>
  readonly finetuned?: { readonly labels: readonly string[]; readonly notices: readonly string[] }
  readonly printed?: string
}

const { signal } = new AbortController()
/** The base has 64 positions. */
const maxLength = 64

/** Does what a row says. @throws LastlayerError */
export function perform(row: Case): Promise<Outcome> {
  switch (row.does) {
    case 'finetune':
      return finetuning(row)
    case 'predict':
      return predicting(row)
    case 'evaluate':
      return evaluating(row)
    case 'export':
      return exporting(row)
    case 'command':
      return commanding(row)
    default:
      return inspecting(row)
  }
}

async function commanding(row: Commanding): Promise<Outcome> {
  const run = row.run ? (await runOf(row.run)).folder : null
  return { printed: await runCommand(row, run) }
}

async function inspecting({ input, settings }: Inspecting): Promise<Outcome> {
  const choice = { dataset: await layOut(input), ...settings }
  const params = commands.inspect.params.parse({ choice, model: await modelFolder('base'), maxLength })
  return { inspected: await inspect(params, signal) }
}

async function predicting({ model, run, texts = [], files = [] }: Predicting): Promise<Outcome> {
  const paths = await Promise.all(files.map(layOut))
  const params = commands.predict.params.parse({ model: await answering(model, run), texts, files: paths })
  return { predicted: await predict(params, signal) }
}

async function evaluating({ model, run, input, settings }: Evaluating): Promise<Outcome> {
  const choice = { dataset: await layOut(input), ...settings }
  const params = commands.evaluate.params.parse({ model: await answering(model, run), choice })
  return { evaluated: await evaluate(params, signal) }
}

/** Every format is written and proved; the folder for transformers is asked again. */
async function exporting({ model, run, out }: Exporting): Promise<Outcome> {
  const from = await answering(model, run)
  const folder = join(await temporaryFolder(), out)
  for (const format of ['onnx', 'onnx-int8', 'huggingface'] as const) {
    await exportModel({ model: from, format, destination: join(folder, format) }, signal, () => undefined)
  }
  const params = commands.predict.params.parse({ model: join(folder, 'huggingface'), texts: fourTexts, files: [] })
  return { predicted: await predict(params, signal) }
}

async function finetuning({ model, ...run }: Finetuning): Promise<Outcome> {
  const { folder, notices } = await runOf(run, model)
  const config: { id2label: Record<string, string> } = JSON.parse(
    await readFile(join(folder, 'model/config.json'), 'utf8'),
  )
  const numbers = Object.keys(config.id2label).sort((a, b) => Number(a) - Number(b))
  return { finetuned: { labels: numbers.map((number) => config.id2label[number]), notices } }
}

async function answering(model: ModelName = 'base', run?: Run): Promise<string> {
  return run ? (await runOf(run, model)).folder : modelFolder(model)
}

async function runOf(
  { input, settings, out = 'run' }: Run,
  model: ModelName = 'base',
): Promise<{ folder: string; notices: string[] }> {
  const home = await temporaryFolder()
  const places = { runs: join(home, 'runs'), cache: join(home, 'cache'), models: join(home, 'models') }
  const given = { dataset: await layOut(input), model: await modelFolder(model), epochs: 1, maxLength, ...settings }
  const events: RunEvent[] = []
  const onEvent = (event: RunEvent): void => void events.push(event)
  const report = await finetune({ recipe: parseRecipe(given), places, out: join(home, out), signal, onEvent })
  return { folder: report.run, notices: events.flatMap((event) => (event.kind === 'notice' ? [event.message] : [])) }
}

/** Texts whose probabilities are known from transformers 5.24. */
export const fourTexts = [
  'A lovely lamp, bright and warm',
  'a DULL Film',
  'Café naïve film',
  'The soup number 41 was sour and tedious to the end',
]
