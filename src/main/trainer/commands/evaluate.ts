import type { Params, Result } from '../../../shared/contract.ts'
import type { DatasetChoice } from '../../../shared/dataset-settings.ts'
import { LastlayerError } from '../../../shared/errors.ts'
import { majorityOf } from '../../../shared/majority.ts'
import { english } from '../../../shared/said.ts'
import { at } from '../../../shared/at.ts'
import type { Classifier } from '../classifier/classifier.ts'
import type { Scored } from '../classifier/engine.ts'
import { matchLabels } from '../classifier/match-labels.ts'
import { warm } from '../classifier/warm.ts'
import { datasetOptions, readDataset, type Dataset, type Example } from '../dataset/dataset.ts'
import { isOwnData, readAsTrained, trainedOn, type TrainedOn } from '../classifier/trained-on.ts'
import { readDatasetSummary } from '../../run-files/kept-file.ts'
import { streamKey } from '../random.ts'
import { readHeldOut } from '../run/held-out.ts'
import { measuredAnswers } from '../statistics/measured-answers.ts'
import { argMax, computeMetrics, softmax } from '../statistics/metrics.ts'

/** Texts that are in memory at a time. */
const window = 512

/**
 * Figures of a run or a model folder on a dataset: on its test part where it has one of its own, or where the run has made
 * it one in the place of its own, else on all of it. What the run was trained on says which columns are taken and which
 * labels are renamed, unless the person says otherwise.
 * @throws LastlayerError `model`, or `dataset` if it holds no label that the model knows.
 */
export async function evaluate(
  { model, choice, abstainBelow }: Params<'evaluate'>,
  signal: AbortSignal,
): Promise<Result<'evaluate'>> {
  return warm.use(model, async (classifier) => {
    const trained = await trainedOn(model)
    const isOwn = isOwnData(choice.dataset, trained)
    const heldOut = isOwn ? await readHeldOut(model, choice, signal) : null
    const options = datasetOptions(asTrained(choice, trained, classifier))
    const dataset =
      heldOut ?? (await readDataset({ ...options, trained: trained.columns, purpose: 'measure' }, undefined, signal))
    const { source, labels, splitting } = dataset.summary
    const isWhole = splitting === 'automatic' && heldOut === null
    const { classes, notes } = matchLabels(labels, classifier.labels)
    const ofTest = dataset.examples.filter(({ split }) => isWhole || split === 'test')
    const measured = new Set(ofTest.filter(({ label }) => at(classes, label) !== null))
    const unknown = unknownLabels(ofTest, labels, classes)
    if (measured.size === 0) throw nothingKnown(source, unknown, classifier)

    const truth: number[] = []
    const scored: Scored[] = []
    let texts: string[] = []
    for await (const { example, text } of dataset.texts((one) => measured.has(one), signal)) {
      truth.push(at(classes, example.label) ?? 0)
      texts.push(text)
      if (texts.length === window) {
        scored.push(...(await classifier.score(texts, signal)))
        texts = []
      }
    }
    scored.push(...(await classifier.score(texts, signal)))

    const logits = new Float32Array(truth.length * classifier.labels.length)
    scored.forEach((one, i) => logits.set(one.logits, i * classifier.labels.length))
    const said = scored.map((one) => argMax(one.logits))
    const leftOut = ofTest.length - measured.size
    if (heldOut !== null) notes.push('The run has seen this data: what it was tested on is measured.')
    else if (isOwn && (isWhole || trained.reading?.resplit === true))
      notes.push('The run has seen this data: the figures look better than they are.')
    if (leftOut > 0) notes.push(`${textsOf(leftOut)} left out: the model does not know ${unknown}.`)
    if (new Set(truth).size === 1) notes.push(oneLabel(at(classifier.labels, at(truth, 0))))
    return {
      source,
      metrics: computeMetrics(logits, truth, classifier.labels),
      intervals: at(measuredAnswers(truth, [said], classifier.labels.length, streamKey('bootstrap', 0)), 0).intervals,
      majority: await majorityOn(model, truth, classifier.labels),
      abstention: abstentionOf(scored, truth, abstainBelow ?? classifier.abstainBelow),
      truncated: scored.filter(({ truncated }) => truncated).length,
      notes: [...notesOf(dataset, classes), ...notes],
    }
  })
}

/** What always answering the commonest label of the model's own texts is worth on these; null where it does not tell them. */
async function majorityOn(
  model: string,
  truth: readonly number[],
  labels: readonly string[],
): Promise<Result<'evaluate'>['majority']> {
  const { value: own } = await readDatasetSummary(model)
  if (own === null) return null
  const test = own.labels.map((label) => truth.filter((index) => labels[index] === label).length)
  return majorityOf({ labels: own.labels, counts: { ...own.counts, test } })
}

/** What is left of the texts where only sure answers count. */
function abstentionOf(
  scored: readonly Scored[],
  truth: readonly number[],
  below: number | null,
): Result<'evaluate'>['abstention'] {
  if (below === null) return null
  const answers = scored.map(({ logits }, i) => {
    const said = argMax(logits)
    return { isRight: said === truth[i], isSure: at(softmax(logits), said) >= below }
  })
  const sure = answers.filter(({ isSure }) => isSure)
  const right = sure.filter(({ isRight }) => isRight).length
  return { below, answered: sure.length / answers.length, accuracy: sure.length === 0 ? null : right / sure.length }
}

/** How a dataset is read for a model: as what the model was trained on, where nothing else is asked for. */
function asTrained(choice: DatasetChoice, trained: TrainedOn, { stripHtml }: Classifier): DatasetChoice {
  return {
    ...readAsTrained(choice, choice.dataset, trained),
    labelMap: choice.labelMap.length > 0 ? choice.labelMap : trained.labelMap,
    mergeCase: choice.mergeCase || trained.mergeCase,
    stripHtml: choice.stripHtml && stripHtml,
    // A single text can be measured.
    singleTexts: 'train',
  }
}

function oneLabel(label: string): string {
  return `All texts have the label ${JSON.stringify(label)}: figures that need another one are missing (–).`
}

/** What there is to say of how the dataset was read. Spellings of one class are told where they are matched. */
function notesOf({ summary }: Dataset, classes: readonly (number | null)[]): string[] {
  const { rejected } = summary
  const areMatched = new Set(classes).size < classes.length && !classes.includes(null)
  const findings = summary.findings.filter(({ fixes }) => !areMatched || !fixes.some(({ change }) => change.mergeCase))
  const first = rejected.rows.at(0)
  const place = first === undefined || first.line === 0 ? first?.file : `${first.file} line ${first.line}`
  const leftOut = first === undefined ? [] : [`${rowsOf(rejected.count)} left out (${place}: ${first.reason})`]
  return [...findings.map(({ sentence }) => english(sentence)), ...leftOut]
}

/** The labels of texts that the model does not know, with how many texts have each. */
function unknownLabels(
  examples: readonly Example[],
  labels: readonly string[],
  classes: readonly (number | null)[],
): string {
  const counts = labels.map(() => 0)
  for (const { label } of examples) counts[label] = at(counts, label) + 1
  return listOf(
    labels.flatMap((label, i) => {
      const count = at(counts, i)
      return at(classes, i) === null && count > 0 ? [`${JSON.stringify(label)} (${textsOf(count, '')})`] : []
    }),
  )
}

function nothingKnown(source: string, unknown: string, { labels }: Classifier): LastlayerError {
  const known = listOf(labels.map((label) => JSON.stringify(label)))
  return new LastlayerError(
    'dataset',
    unknown === ''
      ? `${source} has no text to measure: choose a dataset with labelled texts.`
      : `The model knows no label of ${source}: that has ${unknown}, the model ${known}. ` +
          'Choose another label column (--label-column), or say which label is which (--label-map).',
  )
}

function listOf(items: readonly string[]): string {
  const shown = items.length > 10 ? [...items.slice(0, 10), `${items.length - 10} more`] : items
  return new Intl.ListFormat('en-GB').format(shown)
}

function textsOf(count: number, verb = count === 1 ? ' was' : ' were'): string {
  return `${count.toLocaleString('en')} ${count === 1 ? 'text' : 'texts'}${verb}`
}

function rowsOf(count: number): string {
  return `${count.toLocaleString('en')} ${count === 1 ? 'row was' : 'rows were'}`
}
