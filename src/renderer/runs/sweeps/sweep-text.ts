import type { FigureFormat } from '../../../shared/figures.ts'
import type { Spread } from '../../../shared/sweep-summary.ts'
import type { SweptSettings } from '../../../shared/sweeps.ts'
import { figureText, rateText } from '../../text/format.ts'
import { t } from '../../words/words.svelte.ts'

/** A mean, and how far the seeds lie apart. */
export function spreadText(spread: Spread | null, format: { readonly format: FigureFormat }): string {
  if (spread === null) return '–'
  const mean = figureText(spread.mean, format)
  return spread.deviation === null ? mean : `${mean} ± ${figureText(spread.deviation, format)}`
}

/** A combination in short. */
export function settingsText({ unfreeze, learningRate, epochs }: SweptSettings): string {
  return t('runs.sweeps.settings', {
    blocks: unfreeze,
    rate:
      learningRate === 'auto'
        ? t('runs.sweeps.rateLookedFor')
        : t('runs.sweeps.rate', { rate: rateText(learningRate) }),
    epochs: epochs === 'auto' ? t('runs.sweeps.epochsByItself') : t('runs.sweeps.epochs', { count: epochs }),
  })
}
