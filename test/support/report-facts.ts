import type { ReportFacts } from '../../src/shared/report-facts.ts'
import { exportProof } from './export-proof.ts'

/** What is known of a model folder without a run. */
export const modelFolderFacts: ReportFacts = {
  name: 'model',
  startedAt: null,
  base: { name: 'base', licence: null, weights: [] },
  weights: [],
  recipe: null,
  dataset: null,
  labels: ['neg', 'pos'],
  report: null,
  answers: null,
  corrections: null,
  abstainBelow: null,
  maxLength: 32,
  stripHtml: true,
}

/** An ONNX export that went well. */
export const exportedRun = {
  library: 'transformers.js',
  form: '',
  use: '`sample.py` classifies texts.',
  limits: [],
  proof: exportProof,
}
