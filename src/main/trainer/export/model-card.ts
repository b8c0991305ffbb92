import { basename } from 'node:path'
import type { Split } from '../../../shared/dataset-summary.ts'
import { describeDifference, type ExportProof } from '../../../shared/export-proof.ts'
import { mainFigures, valueOf, type Metrics } from '../../../shared/figures.ts'
import { printable, withoutControls } from '../../../shared/printable.ts'
import { formats } from './formats.ts'
import type { RunFacts } from './run-facts.ts'

export interface CardFacts extends RunFacts {
  readonly labels: readonly string[]
  readonly maxLength: number
  readonly stripHtml: boolean
  readonly abstainBelow: number | null
  readonly proof: ExportProof
}

/** The README.md of an exported folder: a model card, filled from the run. */
export function modelCard(facts: CardFacts): string {
  const { base, proof } = facts
  return [
    '---',
    'pipeline_tag: text-classification',
    `library_name: ${formats[proof.format].card.library}`,
    ...(base.licence === null ? [] : [`license: ${printable(JSON.stringify(base.licence))}`]),
    'tags: [lastlayer, text-classification]',
    '---',
    '',
    '# Text classifier',
    '',
    ...origin(facts),
    '',
    '## Labels',
    '',
    ...facts.labels.map((label, i) => `${i}. ${code(label)}`),
    '',
    ...figures(facts),
    '## Use',
    '',
    ...use(facts),
    '',
    '## Proof',
    '',
    ...proved(proof),
    '',
    '## Limits',
    '',
    ...limits(facts),
    '',
  ].join('\n')
}

function origin({ recipe, dataset, base, proof }: CardFacts): string[] {
  const { form } = formats[proof.format].card
  if (recipe === null) return [`Exported by Lastlayer from a model folder${form}; how it was trained is not known.`]
  const counted = (split: Split): number => (dataset?.counts[split] ?? []).reduce((sum, count) => sum + count, 0)
  return [
    `Fine-tuned by Lastlayer${form}.`,
    '',
    '|  |  |',
    '| --- | --- |',
    `| base model | ${code(base.name)} |`,
    `| its licence | ${base.licence === null ? 'not known here; see where it came from' : code(base.licence)} |`,
    `| texts | ${code(basename(recipe.dataset))} |`,
    ...(dataset === null
      ? []
      : [
          `| number of texts | ${counted('train')} for training, ${counted('test')} for testing |`,
          `| fingerprint of the texts | ${code(dataset.fingerprint)} |`,
        ]),
    `| trained blocks, from the top | ${recipe.unfreeze} |`,
    `| epochs | ${recipe.epochs}, batch ${recipe.batchSize}, learning rate ${recipe.learningRate}, seed ${recipe.seed} |`,
  ]
}

function figures({ report }: CardFacts): string[] {
  if (report === null) return []
  const row = (name: string, cells: readonly string[]): string => `| ${[name, ...cells].join(' | ')} |`
  const rowOf = (name: string, metrics: Metrics): string =>
    row(
      name,
      mainFigures.map((figure) => valueOf(metrics, figure)?.toFixed(3) ?? '–'),
    )
  return [
    `## Figures on ${report.after.examples} test texts`,
    '',
    `|  | ${mainFigures.map(({ title }) => title).join(' | ')} |`,
    row(
      '---',
      mainFigures.map(() => '---'),
    ),
    rowOf('untrained head', report.before),
    rowOf('fine-tuned', report.after),
    '',
  ]
}

function use({ maxLength, stripHtml, proof }: CardFacts): string[] {
  const html = stripHtml ? ' HTML tags such as `<br />` were turned into spaces; do the same with yours.' : ''
  return [`${formats[proof.format].card.use} A text is cut after ${maxLength} tokens, as in training.${html}`]
}

function proved({ texts, source, isOwn, size, textsPerSecond, ...proof }: ExportProof): string[] {
  const of = isOwn ? 'the test part of its own data' : code(basename(source))
  const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1)
  return [
    `What was written was read back, and answered ${texts} texts of ${of} beside the model in Lastlayer:`,
    '',
    '|  |  |',
    '| --- | --- |',
    `| largest difference of a probability | ${describeDifference(proof.largestProbabilityDifference)} |`,
    `| equal labels | ${(100 * proof.equalLabels).toFixed(0)} % |`,
    `| size | ${megabytes(size.exported)} MB; in Lastlayer ${megabytes(size.own)} MB |`,
    `| texts a second, one a call | ${textsPerSecond.exported.toFixed(0)}; in Lastlayer ${textsPerSecond.own.toFixed(0)} |`,
  ]
}

function limits({ maxLength, abstainBelow, proof }: CardFacts): string[] {
  return [
    `- One label a text, and only from those above; a text about something else gets one too.`,
    ...(abstainBelow === null
      ? []
      : [
          `- Below a confidence of ${abstainBelow} (\`lastlayer.abstain_below\` in config.json) it is unsure: take that for no answer.`,
        ]),
    `- What comes after ${maxLength} tokens is not read.`,
    ...formats[proof.format].card.limits.map((limit) => `- ${limit}`),
  ]
}

/** A person's own words as code on one line of Markdown, also within a table: what only acts is a space. */
function code(text: string): string {
  const words = withoutControls(text).replace(/\s+/g, ' ').replaceAll('`', "'").replaceAll('|', '\\|')
  const line = [...words].slice(0, 200).join('')
  return `\`${line}\``
}
