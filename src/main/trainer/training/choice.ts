import type { Recipe } from '../../../shared/recipe.ts'
import { fitTemperature } from '../statistics/temperature.ts'
import { computeMetrics } from '../statistics/metrics.ts'
import { at } from '../../../shared/at.ts'
import type { Measured } from './evaluation.ts'

/**
 * The validation loss at its best temperature: a training grows too sure of itself long before it stops learning, and
 * what is saved has its temperature set right.
 * @param truth label index of each validation text
 */
export function calibratedLoss(
  { logits }: Pick<Measured, 'logits'>,
  truth: readonly number[],
  labels: readonly string[],
): number {
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

/**
 * Whether one model validates better than another by more than chance: where the recipe chooses by loss, the mean of the
 * differences over the texts is above its standard error (after the rule of Breiman et al., 1984: what is not better by
 * that much is no reason to leave the simpler choice).
 * @param truth label index of each validation text, at least one
 */
export function isClearlyBetter(
  one: Measured,
  than: Measured,
  truth: readonly number[],
  labels: readonly string[],
  recipe: Pick<Recipe, 'chooseBy'>,
): boolean {
  if (recipe.chooseBy !== 'loss') return scoreOf(one, truth, labels, recipe) > scoreOf(than, truth, labels, recipe)
  const losses = textLosses(one, truth, labels.length)
  const others = textLosses(than, truth, labels.length)
  const gains = truth.map((_, i) => at(others, i) - at(losses, i))
  const mean = gains.reduce((sum, gain) => sum + gain, 0) / gains.length
  const variance = gains.reduce((sum, gain) => sum + (gain - mean) ** 2, 0) / Math.max(1, gains.length - 1)
  return mean > Math.sqrt(variance / gains.length)
}

/** The loss of each text at the best temperature, in nats. */
function textLosses({ logits }: Measured, truth: readonly number[], labels: number): number[] {
  const temperature = fitTemperature(logits, truth, labels)
  return truth.map((label, row) => {
    const own = Array.from(logits.subarray(row * labels, (row + 1) * labels), (logit) => logit / temperature)
    const most = Math.max(...own)
    return most + Math.log(own.reduce((sum, logit) => sum + Math.exp(logit - most), 0)) - at(own, label)
  })
}

/** What that is, in words. */
export const judgedBy: Readonly<Record<Recipe['chooseBy'], string>> = {
  loss: 'the validation loss, once calibrated,',
  'macro-f1': 'the macro F1 on the validation part',
}
