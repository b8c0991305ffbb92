import type { FigureFormat } from '../../../shared/figures.ts'
import type { Spread } from '../../../shared/sweep-summary.ts'
import type { SweptSettings } from '../../../shared/sweeps.ts'
import { counted, figureText, small } from '../../text/format.ts'

/** A mean, and how far the seeds lie apart. */
export function spreadText(spread: Spread | null, format: { readonly format: FigureFormat }): string {
  if (spread === null) return '–'
  const mean = figureText(spread.mean, format)
  return spread.deviation === null ? mean : `${mean} ± ${figureText(spread.deviation, format)}`
}

/** A combination in short. */
export function settingsText({ unfreeze, learningRate, epochs }: SweptSettings): string {
  const rate = learningRate === 'auto' ? 'rate looked for' : `rate ${small(learningRate)}`
  return `K ${unfreeze}, ${rate}, ${epochs === 'auto' ? 'epochs by itself' : counted(epochs, 'epoch')}`
}
