import { heading, type FigureKey } from '../../shared/figures.ts'
import { t } from '../words/words.svelte.ts'

/** A figure as it is written within a sentence. */
export function figureTitle(key: FigureKey): string {
  return t(`common.figures.${key}`)
}

/** The same at the beginning of a line. */
export function figureHeading(key: FigureKey): string {
  return heading({ title: figureTitle(key) })
}
