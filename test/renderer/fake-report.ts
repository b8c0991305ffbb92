import type { WrittenReport } from '../../src/shared/report-facts.ts'
import type { RunRecord } from '../../src/shared/run-record.ts'

/** The report of a run as the fake host gives it: its facts, and texts that name it. */
export function fakeReport({ summary, dataset, abstainBelow }: RunRecord): WrittenReport {
  const { name, startedAt, recipe, report } = summary
  const { maxLength, stripHtml } = recipe
  return {
    facts: {
      ...{ name, startedAt, recipe, report, abstainBelow, maxLength, stripHtml },
      base: { name: 'tiny-distilbert-reviews', licence: null, weights: [] },
      weights: [],
      dataset: dataset && { ...dataset, rejected: dataset.rejected.count },
      labels: dataset?.labels ?? [],
      answers: null,
      corrections: null,
    },
    markdown: `# ${name}\n`,
    html: `<!doctype html><title>${name}</title>`,
  }
}
