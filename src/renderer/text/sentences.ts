import type { Estimate } from '../../shared/contract.ts'
import { histogramBinWidth, type DatasetSummary, type LengthSummary } from '../../shared/dataset-summary.ts'
import type { ExportProgress } from '../../shared/export-proof.ts'
import { mainFigures, valueOf } from '../../shared/figures.ts'
import type { ReadingProgress } from '../../shared/reading-progress.ts'
import type { Device, Evaluation } from '../../shared/run-events.ts'
import { windowWords } from './window-words.ts'
import { approximately, count, counted, figureText, megabytes, percent, gain } from './format.ts'

/** An evaluation as it is read aloud. */
export function epochSentence({ epoch, test }: Evaluation, baseline: Evaluation | undefined): string {
  const figures = mainFigures.map((one) => `${one.title} ${figureText(valueOf(test, one), one)}`).join(', ')
  if (epoch === 0) return `Before training: ${figures}.`
  if (baseline === undefined) return `Epoch ${epoch}: ${figures}.`
  return `Epoch ${epoch}: ${figures}; accuracy ${gain(baseline.test.accuracy, test.accuracy)} against the baseline.`
}

/** What an export is doing. */
export function exportSentence(progress: ExportProgress | null): string {
  if (progress === null) return 'Starting.'
  const { phase, done, total } = progress
  switch (phase) {
    case 'saving':
      return `Writing: ${count(done)} of ${counted(total, 'tensor')}`
    case 'reading':
      return 'Reading the test texts'
    case 'evaluating':
      // Each text is answered twice.
      return `Comparing answers: ${count(Math.floor(done / 2))} of ${counted(total / 2, 'text')}`
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
  if (progress === null) return 'Reading …'
  const { phase, done, total } = progress
  switch (phase) {
    case 'reading':
      return `Reading: ${counted(done, 'row')}`
    case 'tokenizing':
      return `Counting tokens: ${count(done)} of ${counted(total, 'text')}`
    case 'features':
      return `Computing features: ${count(done)} of ${counted(total, 'text')}`
    case 'scoring':
      return `Scoring texts by models that have not seen them: ${count(done)} of ${count(total)}`
  }
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
  const texts = textsOf({ counts })
  const warnings = findings.filter(({ severity }) => severity === 'warning').length
  const look = warnings === 0 ? '' : `; ${counted(warnings, 'thing')} to look at`
  return `Read ${counted(texts, 'text')} with ${counted(labels.length, 'label')}${look}.`
}

/** An estimate in one line. */
export function estimateSentence({
  seconds,
  memoryMB,
  diskMB,
}: Pick<Estimate, 'seconds' | 'memoryMB' | 'diskMB'>): string {
  return `About ${approximately(seconds)}, ${megabytes(memoryMB)} of memory, ${megabytes(diskMB)} of disk`
}

/** How much of the model is trained: K blocks, or with one more the embeddings too. */
export function depthSentence(depth: number, blocks: number): string {
  if (depth === 0) return 'Only the head is trained.'
  if (depth > blocks) return 'The whole model is trained, embeddings too.'
  if (depth === blocks) return 'All blocks and the head are trained.'
  return `The top ${depth === 1 ? 'block' : `${depth} blocks`} and the head are trained.`
}

/** Where the numbers are computed. */
export function deviceSentence({ backend, device, why }: Device): string {
  const engine = backend === 'tensorflow' ? 'TensorFlow' : 'WebAssembly'
  const reason = windowWords(why)
    .replace(/\.$/, '')
    .replace(/`([^`]*)`/g, '“$1”')
  return `${device === 'gpu' ? 'GPU' : 'CPU'} with ${engine}${reason === '' ? '' : `: ${reason}`}`
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
  if (total < drawnFrom && cut === 0) {
    return `Each of ${count(total)} texts, drawn from ${count(drawnFrom)}, fits into ${count(atLength)} tokens.`
  }
  if (total < drawnFrom) {
    const by = `by ${count(total)} of ${count(drawnFrom)} texts`
    return `About ${percent(cut / total)} of the texts lose their end at ${count(atLength)} tokens, ${by}.`
  }
  if (cut === 0) return `Every text fits into ${count(atLength)} tokens.`
  const about = atLength === lengths.maxLength ? '' : 'About '
  const verb = cut === 1 ? 'loses its end' : 'lose their end'
  return `${about}${percent(cut / lengths.total)} (${counted(cut, 'text')}) ${verb} at ${count(atLength)} tokens.`
}
