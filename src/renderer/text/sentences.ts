import type { Estimate } from '../../shared/contract.ts'
import { histogramBinWidth, type DatasetSummary, type LengthSummary } from '../../shared/dataset-summary.ts'
import type { ExportProgress } from '../../shared/export-proof.ts'
import { mainFigures, valueOf } from '../../shared/figures.ts'
import type { ReadingProgress } from '../../shared/reading-progress.ts'
import type { Device, Evaluation } from '../../shared/run-events.ts'
import { t } from '../words/words.svelte.ts'
import { windowWords } from '../words/window-words.ts'
import { approximately, count, figureText, gain, listed, megabytes, percent } from './format.ts'

/** An evaluation as it is read aloud. */
export function epochSentence({ epoch, test }: Evaluation, baseline: Evaluation | undefined): string {
  const figures = listed(
    mainFigures.map((one) =>
      t('common.figure', { title: t(`common.figures.${one.key}`), value: figureText(valueOf(test, one), one) }),
    ),
  )
  if (epoch === 0) return t('common.epoch.before', { figures })
  if (baseline === undefined) return t('common.epoch.first', { epoch, figures })
  return t('common.epoch.later', { epoch, figures, gain: gain(baseline.test.accuracy, test.accuracy) })
}

/** What an export is doing. */
export function exportSentence(progress: ExportProgress | null): string {
  if (progress === null) return t('common.export.starting')
  const { phase, done, total } = progress
  switch (phase) {
    case 'saving':
      return t('common.export.saving', { done: count(done), count: total })
    case 'reading':
      return t('common.export.reading')
    case 'evaluating':
      // Each text is answered twice.
      return t('common.export.evaluating', { done: count(Math.floor(done / 2)), count: total / 2 })
  }
}

/** How much of an export is done, from 0 to 1: half of it is the proof. */
export function exportShare(progress: ExportProgress | null): number {
  if (progress === null) return 0
  const share = progress.total === 0 ? 0 : progress.done / progress.total
  return { saving: 0.45 * share, reading: 0.45, evaluating: 0.5 + 0.5 * share }[progress.phase]
}

/** How far the reading of a dataset is. */
export function readingSentence(progress: ReadingProgress | null): string {
  if (progress === null) return t('common.reading.begun')
  const { phase, done, total } = progress
  return phase === 'reading'
    ? t('common.reading.reading', { count: done })
    : t(`common.reading.${phase}`, { done: count(done), count: total })
}

/** How much of a reading is done, from 0 to 1; null while nobody knows. */
export function readingShare(progress: ReadingProgress | null): number | null {
  return progress === null || progress.phase === 'reading' ? null : progress.done / Math.max(1, progress.total)
}

/** How many texts of a dataset are used. */
export function textsOf({ counts }: Pick<DatasetSummary, 'counts'>): number {
  return Object.values(counts)
    .flat()
    .reduce((sum, one) => sum + one, 0)
}

/** What a reading found, as it is read aloud. */
export function foundSentence({ counts, labels, findings }: DatasetSummary): string {
  const warnings = findings.filter(({ severity }) => severity === 'warning').length
  const found = {
    texts: t('common.texts', { count: textsOf({ counts }) }),
    labels: t('common.labels', { count: labels.length }),
  }
  return warnings === 0 ? t('data.said.found', found) : t('data.said.foundWarnings', { ...found, count: warnings })
}

/** An estimate in one line. */
export function estimateSentence({
  seconds,
  memoryMB,
  diskMB,
}: Pick<Estimate, 'seconds' | 'memoryMB' | 'diskMB'>): string {
  const [memory, disk] = [megabytes(memoryMB), megabytes(diskMB)]
  return t('common.estimate.sentence', { time: approximately(seconds), memory, disk })
}

/** How much of the model is trained: K blocks, or with one more the embeddings too. */
export function depthSentence(depth: number, blocks: number): string {
  if (depth === 0) return t('common.depth.head')
  if (depth > blocks) return t('common.depth.embeddings')
  if (depth === blocks) return t('common.depth.all')
  return t('common.depth.top', { count: depth })
}

/** Where the numbers are computed. */
export function deviceTitle({ backend, device }: Device): string {
  return t(`common.device.${device}`, { engine: backend === 'tensorflow' ? 'TensorFlow' : 'WebAssembly' })
}

/** Why it is that device, in the English of the trainer; empty where it does not say. */
export function deviceReason({ why }: Device): string {
  return windowWords(why)
    .replace(/\.$/, '')
    .replace(/`([^`]*)`/g, '“$1”')
}

/**
 * How many texts lose their end at a maximum length: exact at the length that was inspected, elsewhere from the
 * histogram, whose bins are taken as evenly filled.
 */
export function textsCut({ maxLength, truncated, histogram, total }: LengthSummary, atLength: number): number {
  if (atLength === maxLength) return truncated
  const width = histogramBinWidth
  const longer = histogram.reduce((sum, texts, bin) => {
    const above = Math.min(1, Math.max(0, (width * (bin + 1) - 1 - atLength) / width))
    return sum + texts * above
  }, 0)
  return Math.min(total, Math.round(longer))
}

/** The sentence beside the histogram. */
export function cutSentence(lengths: LengthSummary, atLength: number): string {
  const cut = textsCut(lengths, atLength)
  const { total, drawnFrom } = lengths
  const values = { total: count(total), drawnFrom: count(drawnFrom), tokens: count(atLength) }
  if (cut === 0) return t(total < drawnFrom ? 'data.lengths.noneOfDrawn' : 'data.lengths.none', values)
  const share = percent(cut / total)
  if (total < drawnFrom) return t('data.lengths.drawn', { ...values, share })
  const isExact = atLength === lengths.maxLength
  return t(isExact ? 'data.lengths.cut' : 'data.lengths.cutAbout', { count: cut, share, tokens: values.tokens })
}
