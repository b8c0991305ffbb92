import { samples } from '../../shared/samples.ts'
import { t } from '../words/words.svelte.ts'
import { fileName } from './format.ts'

/** How a dataset is called: a sample by its title, anything else by the last part of its path. */
export function datasetTitle(path: string): string {
  const sample = samples.find(({ dataset }) => dataset === path)
  return sample === undefined ? fileName(path) : t(`data.samples.${sample.name}.title`)
}
