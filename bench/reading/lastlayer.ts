import { datasetOptions, readDataset } from '../../src/main/trainer/dataset/dataset.ts'

// Reads one dataset as a fine-tuning does: rows, cleaned texts, digests, parts. Prints what it took.

const startedAt = performance.now()
const { summary } = await readDataset(datasetOptions({ dataset: process.argv[2] }))
const seconds = (performance.now() - startedAt) / 1000
const rows = Object.values(summary.counts).flat()
console.log(
  JSON.stringify({
    rows: rows.reduce((sum, count) => sum + count, 0),
    seconds,
    megabytes: process.resourceUsage().maxRSS / 1000,
  }),
)
