import { parseRecipe } from '../../../shared/recipe.ts'
import { recipePresets } from '../../../shared/recipe-presets.ts'
import { bundledModel } from '../../host/paths.ts'
import { reportValue, runRecipe } from './finetune.ts'
import { predictionValues, showPredictions } from './predict.ts'
import { describeReport } from '../screen/run-view.ts'
import type { Session } from '../session.ts'

const examples = [
  'This movie was absolutely wonderful. The performances were touching.',
  'Boring plot and terrible acting. I want my time back.',
]

/** `demo`: a small fine-tuning on the sample reviews that come along, and two predictions with it. */
export async function demo(session: Session): Promise<void> {
  const { host, screen, signal } = session
  const recipe = parseRecipe({ ...recipePresets.auto.settings, dataset: 'sample:reviews', model: bundledModel() })
  const report = await runRecipe(session, recipe, null)
  const answer = await host.run('predict', { model: report.run, texts: examples, files: [] }, { signal })
  if (screen.json) {
    screen.value({ ...reportValue(report), predictions: predictionValues(answer) })
    return
  }
  screen.lines(describeReport(report, recipe))
  screen.line()
  showPredictions(session, answer)
}
