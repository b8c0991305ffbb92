import type { About } from '../app/session.svelte.ts'
import { fileName } from './format.ts'

/** How a dataset is called: a sample by its title, anything else by the last part of its path. */
export function datasetTitle(path: string, samples: About['samples']): string {
  return samples.find(({ dataset }) => dataset === path)?.title ?? fileName(path)
}
