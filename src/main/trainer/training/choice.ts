import type { Recipe } from '../../../shared/recipe.ts'
import { fitTemperature } from '../statistics/temperature.ts'
import { computeMetrics } from '../statistics/metrics.ts'
import type { Measured } from './evaluation.ts'

/**
 * The validation loss at its best temperature: a training grows too sure of itself long before it stops learning, and
 * what is saved has its temperature set right.
 * @param truth label index of each validation text
 */
export function calibratedLoss({ logits }: Measured, truth: readonly number[], labels: readonly string[]): number {
  const temperature = fitTemperature(logits, truth, labels.length)
  const calibrated = logits.map((logit) => logit / temperature)
  return computeMetrics(calibrated, truth, labels).loss
}

/** How good a model validates, by what the recipe chooses by: more is better. */
export function scoreOf(
  measured: Measured,
  truth: readonly number[],
  labels: readonly string[],
  { chooseBy }: Pick<Recipe, 'chooseBy'>,
): number {
  const { macroF1, accuracy } = measured.metrics
  return chooseBy === 'loss' ? -calibratedLoss(measured, truth, labels) : (macroF1 ?? accuracy)
}

/** What that is, in words. */
export const judgedBy: Readonly<Record<Recipe['chooseBy'], string>> = {
  loss: 'the validation loss, once calibrated,',
  'macro-f1': 'the macro F1 on the validation part',
}
