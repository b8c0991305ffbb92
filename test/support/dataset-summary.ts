import type { DatasetSummary } from '../../src/shared/dataset-summary.ts'

/** What is told of a dataset without faults. */
export function datasetSummaryOf(given: Partial<DatasetSummary> & Pick<DatasetSummary, 'labels'>): DatasetSummary {
  const none = given.labels.map(() => 0)
  return {
    source: 'made for a test',
    form: 'csv',
    splitting: 'given',
    counts: { train: [...none], validation: [...none], test: [...none] },
    rejected: { count: 0, rows: [] },
    duplicates: 0,
    leaked: 0,
    columns: null,
    findings: [],
    fingerprint: 'made for a test',
    ...given,
  }
}
