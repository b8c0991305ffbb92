import { basename } from 'node:path'
import { describeDifference, type ExportProof } from '../../../../shared/export-proof.ts'
import type { ReportFacts } from '../../../../shared/report-facts.ts'
import type { Line, Section } from '../document.ts'
import { count } from './figures.ts'

/** What a report tells of the export that it goes with. */
export interface Exported {
  readonly library: string
  /** What was done to the weights, after `fine-tuned by Lastlayer`. */
  readonly form: string
  readonly use: string
  readonly limits: readonly string[]
  readonly proof: ExportProof
}

const python = `# pip install transformers torch
from transformers import pipeline

classify = pipeline("text-classification", model="model", top_k=None)
print(classify(["A text to classify"], truncation=True))
`
const javaScript = `// lastlayer export RUN --to onnx FOLDER
// npm install @huggingface/transformers
import { env, pipeline } from '@huggingface/transformers'

env.allowRemoteModels = false
const classify = await pipeline('text-classification', 'FOLDER')
console.log(await classify('A text to classify', { top_k: null }))
`

/** How it is loaded: an export has programs beside it, a run's own folder is loaded so. */
export function use({ maxLength, stripHtml }: ReportFacts, exported: Exported | null): Section {
  const html = stripHtml ? ' HTML tags such as <br /> were turned into spaces; do the same with yours.' : ''
  const cut = maxLength === null ? '' : `A text is cut after ${maxLength} tokens, as in training.`
  const about = `${cut}${html}`.trim()
  if (exported !== null) return { title: 'Use', blocks: [{ kind: 'paragraph', line: `${exported.use} ${about}` }] }
  return {
    title: 'Use',
    blocks: [
      { kind: 'paragraph', line: 'In Python, from the folder of the run:' },
      { kind: 'sample', language: 'python', text: python },
      { kind: 'paragraph', line: 'In JavaScript, from its ONNX export:' },
      { kind: 'sample', language: 'js', text: javaScript },
      ...(about === '' ? [] : [{ kind: 'paragraph', line: about } as const]),
    ],
  }
}

/** How the answers of the export differ from those of the model in Lastlayer. */
export function proofSection({ texts, source, isOwn, size, textsPerSecond, ...proof }: ExportProof): Section {
  const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1)
  const rows: Line[][] = [
    ['largest difference of a probability', describeDifference(proof.largestProbabilityDifference)],
    ['equal labels', `${(100 * proof.equalLabels).toFixed(0)} %`],
    ['size', `${megabytes(size.exported)} MB; in Lastlayer ${megabytes(size.own)} MB`],
    [
      'texts a second, one a call',
      `${textsPerSecond.exported.toFixed(0)}; in Lastlayer ${textsPerSecond.own.toFixed(0)}`,
    ],
  ]
  const of: Line = isOwn ? 'the test part of its own data' : { words: basename(source) }
  return {
    title: 'Proof',
    blocks: [
      {
        kind: 'paragraph',
        line: [
          `What was written was read back, and answered ${count(texts)} texts of `,
          of,
          ' beside the model in Lastlayer:',
        ],
      },
      { kind: 'table', caption: 'The export and the model in Lastlayer', head: ['', ''], rows },
    ],
  }
}
