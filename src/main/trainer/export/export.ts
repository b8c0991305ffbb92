import { lstat, readdir } from 'node:fs/promises'
import { dirname, join, relative, resolve, sep } from 'node:path'
import type { Params } from '../../../shared/contract.ts'
import { LastlayerError } from '../../../shared/errors.ts'
import type { ExportProgress, ExportProof } from '../../../shared/export-proof.ts'
import { Classifier } from '../classifier/classifier.ts'
import { writeFileAtomic, writing } from '../../disk/atomic-files.ts'
import { lookAt, requireInside } from '../../disk/confinement.ts'
import { locateModel } from '../model/locate-model.ts'
import { requireLabels } from '../model/families/labels.ts'
import { lengthRead } from '../model/tokenizer/tokenizer-file.ts'
import { weightFiles } from '../model/files/weights.ts'
import { openModelFolder } from '../model/model-folder.ts'
import { giveAway } from '../../disk/private-files.ts'
import { namesIn, writeFolderAtomic } from '../../disk/whole-folder.ts'
import { TextTokenizer } from '../tokens/tokenizer.ts'
import { gatherFacts } from '../report/facts.ts'
import { readOwnRecipe } from '../run/kept-corrections.ts'
import { modelCard } from '../report/writers/markdown.ts'
import { formats } from './formats.ts'
import { requireSameTokens } from './proof-tokens.ts'
import { proofTexts } from './proof-texts.ts'
import { compareEngines, requireProof, type Comparison } from './proof.ts'

type OnProgress = (progress: ExportProgress) => void

/**
 * Writes the classifier of a run or a model folder in another form, reads that back and lets it answer texts, as a
 * person's program would. The folder appears only if its answers are the model's, and its samples read the same tokens.
 * @throws LastlayerError `model`; `output` if it cannot be written; `proof` if it answers otherwise; `cancelled`
 */
export async function exportModel(
  { model, format, destination }: Params<'export'>,
  signal: AbortSignal,
  tell: OnProgress,
): Promise<ExportProof> {
  const path = resolve(destination)
  await requireEmpty(path)
  const onProgress: OnProgress = (progress) => {
    if (signal.aborted) throw new LastlayerError('cancelled', 'Stopped.')
    tell(progress)
  }
  const { folder: modelPath, stripHtml } = await locateModel(model)
  const facts = await gatherFacts(model, signal)
  const source = await openModelFolder(modelPath)
  try {
    const { textColumns, abstainBelow } = source.config
    const labels = requireLabels(source.config, model)
    const maxLength = lengthRead(source)
    return await writeFolderAtomic(path, async (folder) => {
      const { write, weights, limits, readers, samples, card } = formats[format]
      const onTensor = (done: number, total: number): void =>
        onProgress({ phase: 'saving', done, total, unit: 'tensors' })
      await write({ source, labels, maxLength, textColumns, abstainBelow, folder, onTensor })

      onProgress({ phase: 'reading', done: 0, total: 1, unit: 'datasets' })
      const { texts, ...about } = await proofTexts(await readOwnRecipe(model), signal)
      const comparison = await answerBoth(model, folder, texts, signal, onProgress)
      requireProof(limits, comparison)
      await requireSameTokens(TextTokenizer.open(source), maxLength, folder, readers, texts)

      const size = {
        exported: await sizeOf(join(folder, weights)),
        own: await sizeOfAll(modelPath, await weightFiles(modelPath)),
      }
      const proof = { destination: path, format, files: [], size, ...about, ...comparison }
      const readme = modelCard(
        { ...facts, labels: [...labels], maxLength, stripHtml, abstainBelow },
        { ...card, proof },
      )
      await writeFileAtomic(join(folder, 'README.md'), readme)
      for (const [name, text] of Object.entries(samples(maxLength, textColumns)))
        await writeFileAtomic(join(folder, name), text)
      await giveAway(folder)
      // Meanwhile somebody may have put something there.
      await requireEmpty(path)
      return { ...proof, files: await listFiles(folder) }
    })
  } finally {
    await source.close()
  }
}

/** A link is refused wherever it leads: a folder could not take its place. */
async function requireEmpty(folder: string): Promise<void> {
  await requireInside(dirname(folder))
  const about = await lstat(folder).catch(() => null)
  if (about?.isSymbolicLink()) {
    throw new LastlayerError('output', `${folder} is a link. Choose a new or an empty folder.`)
  }
  const names = await writing(folder, () => namesIn(folder))
  if (names.length === 0) return
  throw new LastlayerError('output', `${folder} already holds ${names[0]}. Choose a new or an empty folder.`)
}

/** Lets the model and what was written of it answer the same texts. */
async function answerBoth(
  model: string,
  folder: string,
  texts: readonly string[],
  signal: AbortSignal,
  onProgress: OnProgress,
): Promise<Comparison> {
  const own = await Classifier.open(model)
  try {
    const exported = await Classifier.open(folder)
    try {
      const onText = (done: number, total: number): void =>
        onProgress({ phase: 'evaluating', done, total, unit: 'answers' })
      return await compareEngines({ exported, own }, texts, signal, onText)
    } finally {
      await exported.close()
    }
  } finally {
    await own.close()
  }
}

async function sizeOf(path: string): Promise<number> {
  return Number((await lookAt(path)).size)
}

async function sizeOfAll(folder: string, names: readonly string[]): Promise<number> {
  const sizes = await Promise.all(names.map((name) => sizeOf(join(folder, name))))
  return sizes.reduce((sum, bytes) => sum + bytes, 0)
}

/** Every file of a folder, by its path in it. */
async function listFiles(folder: string): Promise<ExportProof['files']> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name))
  const files = paths.map(async (path) => ({
    name: relative(folder, path).replaceAll(sep, '/'),
    bytes: await sizeOf(path),
  }))
  return (await Promise.all(files)).sort((a, b) => a.name.localeCompare(b.name))
}
