import type { ExportProof } from '../../src/shared/export-proof.ts'

/** The proof of an ONNX export that went well. */
export const exportProof: ExportProof = {
  destination: '/home/ada/exports/film-reviews',
  format: 'onnx',
  files: [{ name: 'README.md', bytes: 1512 }],
  size: { exported: 267_000_000, own: 267_832_560 },
  texts: 100,
  source: 'sample:reviews',
  isOwn: true,
  largestLogitDifference: 1.3e-6,
  largestProbabilityDifference: 5.7e-7,
  equalLabels: 1,
  textsPerSecond: { exported: 19, own: 21 },
}
