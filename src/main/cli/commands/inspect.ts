import type { OptionValues } from 'commander'
import { datasetChoiceOf } from '../../../shared/dataset-settings.ts'
import { count, oneLine, table } from '../screen/format.ts'
import { recipeOf } from './recipe-flags.ts'
import { describeDataset } from '../screen/run-view.ts'
import type { Session } from '../session.ts'

const shownExamples = 6

/** `inspect DATASET`: what a dataset holds, before any training. */
export async function inspect(session: Session, dataset: string, options: OptionValues): Promise<void> {
  const { host, screen, places, signal } = session
  const recipe = await recipeOf(dataset, options, places)
  const { model, maxLength, fitLength } = recipe
  const choice = datasetChoiceOf(recipe)
  const params = { choice, model, maxLength, fitLength }
  const result = await host.run('inspect', params, { signal, onProgress: (progress) => screen.progress(progress) })
  screen.clear()
  if (screen.json) {
    screen.value(result)
    return
  }
  const { summary, lengths, examples } = result
  const share = ((100 * lengths.truncated) / Math.max(1, lengths.total)).toFixed(1)
  screen.lines([
    ...describeDataset(summary),
    `Lengths   median ${count(lengths.median)} tokens, longest ${count(lengths.longest)}; ` +
      `${share}% lose their end at ${lengths.maxLength}`,
    '',
    ...table(
      '<<',
      examples.slice(0, shownExamples).map(({ text, label }) => [oneLine(label, 30), oneLine(text, 90)]),
    ),
  ])
}
