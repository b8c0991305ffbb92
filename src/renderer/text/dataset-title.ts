import type { DatasetForm } from '../../shared/dataset-summary.ts'
import { samples } from '../../shared/samples.ts'
import { fileName } from './format.ts'

/** How a dataset is called: a sample by its title, anything else by the last part of its path. */
export function datasetTitle(path: string): string {
  return samples.find(({ dataset }) => dataset === path)?.title ?? fileName(path)
}

/** How the layout of a dataset is called. */
export const formTitles: Readonly<Record<DatasetForm, string>> = {
  folders: 'a folder for each label',
  csv: 'CSV',
  tsv: 'TSV',
  jsonl: 'JSON Lines',
  parquet: 'Parquet',
  sample: 'built-in sample',
}
