/** The datasets that come along, by which the window, the command line and the reader go; their titles are the window's words. */
export const samples = [
  { name: 'reviews', dataset: 'sample:reviews' },
  { name: 'sites', dataset: 'sample:sites' },
] as const
export type SampleName = (typeof samples)[number]['dataset']

/** The sample that a first start shows */
export const firstSample: SampleName = samples[0].dataset

/** The names of the samples, as a sentence lists them. */
export const sampleNames = samples.map(({ dataset }) => dataset).join(', ')

/** Whether this is the name of a sample that there is. */
export function isSample(dataset: string): dataset is SampleName {
  return samples.some((sample) => sample.dataset === dataset)
}

/** Whether this is meant as the name of a sample, there or not, and so is no path. */
export function isSampleName(dataset: string): boolean {
  return dataset.startsWith('sample:')
}
