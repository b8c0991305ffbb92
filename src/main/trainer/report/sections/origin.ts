import { savedSentence } from '../../../../shared/saved-weights.ts'
import { at } from '../../../../shared/at.ts'
import { datasetForms } from '../../../../shared/dataset-forms.ts'
import { settings, type Recipe } from '../../../../shared/recipe.ts'
import type { ReportFacts } from '../../../../shared/report-facts.ts'
import type { Line, Section } from '../document.ts'
import { count, dash, seconds, small } from './figures.ts'

const sum = (counts: readonly number[] | undefined): number => (counts ?? []).reduce((total, one) => total + one, 0)

/** Which model on which texts, when, with what. */
export function origin(
  { base, weights, recipe, dataset, report, corrections, startedAt }: ReportFacts,
  form: string,
): Section {
  if (recipe === null) {
    const line = `Exported by Lastlayer from a model folder${form}; how it was trained is not known.`
    return { title: 'What it is', blocks: [{ kind: 'paragraph', line }] }
  }
  const parts = (['train', 'validation', 'test'] as const).map((part) => sum(dataset?.counts[part]))
  const versions = report?.device.versions
  const splitting = dataset?.splitting === 'given' ? 'as the data has them' : 'drawn by seed, alike in every label'
  const rows: Line[][] = [
    ['base model', { words: base.name }],
    ['its licence', base.licence === null ? 'not known here; see where it came from' : { words: base.licence }],
    ...digestRows('its weights', base.weights),
    ['texts', { words: recipe.dataset }],
    ['form', dataset === null ? dash : datasetForms[dataset.form].title],
    [
      'number of texts',
      dataset === null
        ? dash
        : `${count(parts[0])} for training, ${count(parts[1])} for validation, ${count(parts[2])} for testing`,
    ],
    ['parts', dataset === null ? dash : splitting],
    ['fingerprint of the texts', dataset === null ? dash : { words: dataset.fingerprint }],
    ['rows left out', count(dataset?.rejected)],
    ['repeated texts', count(dataset?.duplicates)],
    ['test texts that are training texts too', count(dataset?.leaked)],
    ['texts cut at the maximum length', count(report?.truncated)],
    [
      'corrections',
      corrections === null
        ? recipe.corrections === null
          ? 'none'
          : dash
        : `${count(corrections.relabelled)} labels, ${count(corrections.edited)} texts, ${count(corrections.leftOut)} left out`,
    ],
    ['trained blocks, from the top', String(recipe.unfreeze)],
    ['trained parameters', count(report?.trainableParameters)],
    ['epochs', report === null ? dash : `${count(report.epochs.length)}, ${savedSentence(report)}`],
    ['learning rate', rates({ recipe, report })],
    ['batch, seed', `${recipe.batchSize}, ${recipe.seed}`],
    ['time', seconds(report?.seconds)],
    ['started', startedAt === null ? dash : new Date(startedAt).toISOString().slice(0, 16).replace('T', ' ') + ' UTC'],
    ...digestRows('saved weights', weights),
    ['Lastlayer', versions?.lastlayer ?? dash],
    [
      'computed by',
      report === null
        ? dash
        : `${backends[report.device.backend]} ${versions?.tensorflow ?? dash}, ${report.device.device}`,
    ],
    ['ONNX Runtime', versions?.onnxruntime ?? dash],
  ]
  return {
    title: 'What it is',
    blocks: [
      { kind: 'paragraph', line: `A text classifier, fine-tuned by Lastlayer${form}.` },
      { kind: 'table', caption: 'Model, texts and training', head: ['', ''], rows },
    ],
  }
}

/** As `sha256sum` says them, so that a person can compare. */
function digestRows(whose: string, weights: ReportFacts['weights']): Line[][] {
  return weights.map(({ name, sha256 }) => [[`${whose}, SHA-256 of `, { words: name }], { words: sha256 }])
}

const backends = { tensorflow: 'TensorFlow', wasm: 'TensorFlow.js on WebAssembly' } as const

function rates({ recipe, report }: { recipe: Recipe; report: ReportFacts['report'] }): string {
  const found = report?.search ? at(report.search.trials, report.search.chosen) : null
  const blocks = found?.learningRate ?? recipe.learningRate
  const head = found?.headLearningRate ?? recipe.headLearningRate ?? blocks
  const written = (rate: number | 'auto'): string => (rate === 'auto' ? 'auto' : small(rate))
  return `${written(blocks)}, of the head ${written(head)}${found === null ? '' : ' (found by search)'}`
}

/** Every setting as it was. */
export function recipeSection({ recipe }: ReportFacts): Section[] {
  if (recipe === null) return []
  const rows = Object.entries(settings).map(([key, { title }]): Line[] => [
    title,
    settingLine(recipe[key as keyof Recipe]),
  ])
  return [{ title: 'Recipe', blocks: [{ kind: 'table', caption: 'Every setting', head: ['', ''], rows }] }]
}

function settingLine(value: Recipe[keyof Recipe]): Line {
  if (value === null) return dash
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value === 'number') return small(value)
  if (typeof value === 'string') return { words: value }
  const entries = value.map((one): (string | { words: string })[] =>
    'from' in one
      ? [{ words: one.from }, ' → ', one.to === null ? 'left out' : { words: one.to }]
      : [{ words: one.label }, ` ${small(one.weight)}`],
  )
  return entries.length === 0 ? 'none' : entries.flatMap((entry, i) => (i === 0 ? entry : [', ', ...entry]))
}
