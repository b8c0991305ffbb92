import { basename, join } from 'node:path'
import { z } from 'zod'
import { corrections } from '../../../shared/corrections.ts'
import { isWeights } from '../../../shared/model-files.ts'
import { isSampleName } from '../../../shared/samples.ts'
import type { Recipe } from '../../../shared/recipe.ts'
import { reportFacts, type ReportFacts } from '../../../shared/report-facts.ts'
import { LastlayerError } from '../../../shared/errors.ts'
import { openToRead, readText } from '../../disk/confinement.ts'
import { readJsonAs } from '../../disk/sealed-json.ts'
import { linesOf, parseLine } from '../../run-files/json-lines.ts'
import { readDatasetSummary, readReport } from '../../run-files/kept-file.ts'
import { readAbstention } from '../../run-files/model-config.ts'
import { readDigests } from '../../run-files/model-digests.ts'
import { testAnswers } from '../run/answer-page.ts'
import { readOwnRecipe } from '../run/kept-corrections.ts'

const baseModel = z.object({
  name: z.string(),
  licence: z.string().nullable(),
  files: z
    .array(z.object({ name: z.string(), digest: z.object({ algorithm: z.string(), hex: z.string() }) }))
    .default([]),
})
const beginning = z.object({ time: z.number() })

/**
 * Gathers what a run's own files tell; what is missing or damaged is null.
 * @param run the folder of a run, or of a model
 * @throws LastlayerError `cancelled` once the signal is aborted
 */
export async function gatherFacts(run: string, signal: AbortSignal): Promise<ReportFacts> {
  const recipe = await readOwnRecipe(run)
  const { value: dataset } = await readDatasetSummary(run)
  const { value: report } = await readReport(run)
  // Parsed, so that nothing else of the files goes along.
  return reportFacts.parse({
    name: basename(run),
    startedAt: recipe && (await readBeginning(run)),
    base: await readBase(recipe?.model ?? run),
    weights: await readWeights(run),
    recipe: recipe && withNames(recipe),
    dataset: dataset && { ...dataset, rejected: dataset.rejected.count },
    labels: dataset?.labels ?? report?.after.perClass.map(({ label }) => label) ?? [],
    report,
    answers: recipe && (await countAnswers(run, signal)),
    corrections: recipe && (await countCorrections(recipe)),
    abstainBelow: await readAbstention(run),
    maxLength: recipe?.maxLength ?? null,
    stripHtml: recipe?.stripHtml ?? true,
  } satisfies ReportFacts)
}

/** Where a person keeps things is nobody else's business. */
function withNames(recipe: Recipe): Recipe {
  const { dataset, model, corrections } = recipe
  return {
    ...recipe,
    dataset: isSampleName(dataset) ? dataset : basename(dataset),
    model: basename(model),
    corrections: corrections && basename(corrections),
  }
}

/** A downloaded model has a file that says where it comes from. */
async function readBase(model: string): Promise<ReportFacts['base']> {
  const known = await readJsonAs(join(model, 'source.json'), baseModel)
  if (known === null) return { name: basename(model), licence: await readLicence(model), weights: [] }
  const ofWeights = known.files.filter(({ name, digest }) => digest.algorithm === 'sha256' && isWeights(name))
  const weights = ofWeights.map(({ name, digest }) => ({ name, sha256: digest.hex }))
  return { name: known.name, licence: known.licence, weights }
}

/** Of a run's model, or of the folder itself, if that is one. */
async function readWeights(run: string): Promise<ReportFacts['weights']> {
  const [own, inside] = await Promise.all([readDigests(run), readDigests(join(run, 'model'))])
  return [...(inside.size > 0 ? inside : own)]
    .filter(([name]) => isWeights(name))
    .map(([name, sha256]) => ({ name, sha256 }))
}

/** From the head of a model card, which is YAML. */
async function readLicence(model: string): Promise<string | null> {
  const card = await readText(join(model, 'README.md')).catch(() => '')
  const head = /^---\r?\n(.*?)\r?\n---/s.exec(card)?.[1] ?? ''
  return /^license: *([\w.-]+) *$/m.exec(head)?.[1] ?? null
}

async function readBeginning(run: string): Promise<number | null> {
  const file = await openToRead(join(run, 'events.jsonl')).catch(() => null)
  try {
    if (file === null) return null
    for await (const { bytes } of linesOf(file)) return beginning.safeParse(parseLine(bytes)).data?.time ?? null
    return null
  } finally {
    await file?.close()
  }
}

/** Of the texts only the counts are kept. */
async function countAnswers(run: string, signal: AbortSignal): Promise<ReportFacts['answers']> {
  const query = { kind: 'wrong', label: null, answer: null, search: '', offset: 0, limit: 1 } as const
  try {
    const { counts, broken: damaged } = await testAnswers({ run, query }, signal)
    const { wrong, fixed, broken } = counts
    return damaged > 0 ? null : { wrong, fixed, broken }
  } catch (error) {
    if (error instanceof LastlayerError && error.code === 'cancelled') throw error
    return null
  }
}

/** A correction that leaves a text out counts as that alone. */
async function countCorrections(recipe: Recipe): Promise<ReportFacts['corrections']> {
  const kept = recipe.corrections === null ? null : await readJsonAs(recipe.corrections, corrections)
  if (kept === null) return null
  const [out, others] = [true, false].map((isLeftOut) => kept.corrections.filter((one) => one.isLeftOut === isLeftOut))
  return {
    relabelled: (others ?? []).filter(({ label }) => label !== null).length,
    edited: (others ?? []).filter(({ text }) => text !== null).length,
    leftOut: (out ?? []).length,
  }
}
