import { samples } from '../../shared/samples.ts'
import { fileName } from './format.ts'

/** How a dataset is called: a sample by its title, anything else by the last part of its path. */
export function datasetTitle(path: string): string {
  return samples.find(({ dataset }) => dataset === path)?.title ?? fileName(path)
}
