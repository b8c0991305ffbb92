import { hash } from 'node:crypto'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { LastlayerError } from '../../../shared/errors.ts'
import { evaluation } from '../../../shared/run-events.ts'
import { search } from '../../../shared/search.ts'
import { makeFolder, writeFileAtomic } from '../../disk/atomic-files.ts'
import {
  checkpointPath,
  checkpointsName,
  listCheckpoints,
  removeCheckpoint,
  type CheckpointPlace,
} from '../../disk/resumption.ts'
import { namesIn } from '../../disk/whole-folder.ts'
import { digestOfFile } from '../../run-files/model-digests.ts'
import { SafetensorsFile, streamSafetensors } from '../model/files/safetensors.ts'
import type { TrainedTensor } from '../model/save-model.ts'
import type { KeptStanding, LiveStanding } from './standing.ts'
import { standingOf, tensorsOf } from './tensors.ts'

const version = 1
const kept = 2

/** What a checkpoint says beside its tensors. */
const facts = z.object({
  version: z.literal(version),
  /** Seconds that the run had taken. */
  seconds: z.number(),
  step: z.int(),
  rates: z.object({ blocks: z.number(), head: z.number() }),
  search: search.nullable(),
  place: z.object({ epoch: z.int(), steps: z.int(), seen: z.int(), lossSum: z.number(), isOver: z.boolean() }),
  slice: z.int().nullable(),
  halvings: z.int().default(0),
  evaluations: z.array(evaluation),
  best: z.object({ epoch: z.int(), score: z.number() }).nullable(),
  epochs: z.object({ first: z.int(), last: z.int() }),
  /** Of the file of tensors, in hexadecimal. */
  sha256: z.string(),
})
export type CheckpointFacts = z.infer<typeof facts>

const sealed = z.object({ sha256: z.string(), facts: z.looseObject({ version: z.int() }) })

/** A checkpoint that was read. */
export interface Checkpoint extends CheckpointPlace {
  readonly seconds: number
  readonly standing: KeptStanding
}

/**
 * Keeps what a training needs to go on, in a file of tensors and one of facts, written last, that vouches for both. The
 * last two checkpoints of a run stay, and the last one between two epochs.
 * @param seq how many events came before
 * @throws LastlayerError `output`; the former ones then stay
 */
export async function saveCheckpoint(run: string, seq: number, seconds: number, standing: LiveStanding): Promise<void> {
  const { rates, search, place, slice, halvings, evaluations, optimizer } = standing
  const { best, epochs } = standing.kept
  const path = checkpointPath(run, seq, optimizer.step, place.steps === 0)
  await makeFolder(join(run, checkpointsName))
  const sha256 = await writeTensors(`${path}.safetensors`, standing)
  const value: CheckpointFacts = {
    version, seconds, step: optimizer.step, rates, search, place, slice, halvings,
    evaluations: [...evaluations], best, epochs, sha256,
  } // prettier-ignore
  await writeFileAtomic(`${path}.json`, JSON.stringify({ sha256: hash('sha256', JSON.stringify(value)), facts: value }))
  await removeOlder(run)
}

/** Returns the digest of what it has written. */
async function writeTensors(path: string, standing: LiveStanding): Promise<string> {
  const tensors = tensorsOf(standing)
  const shapes = [...tensors].map(([name, { shape }]) => ({ name, shape }))
  return await streamSafetensors(path, shapes, async (name) => (await tensors.get(name)?.values()) ?? none)
}

const none = new Float32Array()

/** Deletes all but the newest, and tensors that nothing vouches for. */
async function removeOlder(run: string): Promise<void> {
  const places = await listCheckpoints(run)
  const whole = places.filter(({ isWhole }) => isWhole).slice(0, 1)
  const stay = [...places.slice(0, kept), ...whole].map(({ path }) => path)
  for (const name of await namesIn(join(run, checkpointsName))) {
    const path = join(run, checkpointsName, name)
    if (!stay.includes(path.replace(/\.(json|safetensors)$/, ''))) await rm(path, { force: true })
  }
}

/**
 * The newest checkpoint of a run that is what was written, and how many newer ones were damaged; those are deleted.
 * @throws LastlayerError `output` if a later version wrote it
 */
export async function readCheckpoint(run: string): Promise<{ checkpoint: Checkpoint | null; damaged: number }> {
  const places = await listCheckpoints(run)
  for (const [damaged, place] of places.entries()) {
    const found = await readFacts(place.path)
    const standing = found && (await readStanding(place.path, found).catch(() => null))
    if (found && standing) return { checkpoint: { ...place, seconds: found.seconds, standing }, damaged }
    await removeCheckpoint(place)
  }
  return { checkpoint: null, damaged: places.length }
}

/**
 * Goes back to the last checkpoint between two epochs: later ones are deleted. That the others are passed over makes the
 * way back the same whenever they were kept.
 * @returns null if there is none
 */
export async function goBackAnEpoch(run: string): Promise<KeptStanding | null> {
  for (const place of await listCheckpoints(run)) if (!place.isWhole) await removeCheckpoint(place)
  return (await readCheckpoint(run)).checkpoint?.standing ?? null
}

/** Null if they are not what was written. */
async function readFacts(path: string): Promise<CheckpointFacts | null> {
  const file = `${path}.json`
  const stored = sealed.safeParse(parseJson(await readFile(file, 'utf8').catch(() => ''))).data
  if (stored === undefined || hash('sha256', JSON.stringify(stored.facts)) !== stored.sha256) return null
  if (stored.facts.version > version) {
    throw new LastlayerError('output', `${file} is from a later version of Lastlayer: go on with that one.`)
  }
  return facts.safeParse(stored.facts).data ?? null
}

async function readStanding(path: string, found: CheckpointFacts): Promise<KeptStanding | null> {
  const tensorsPath = `${path}.safetensors`
  if ((await digestOfFile(tensorsPath)) !== found.sha256) return null
  const file = await SafetensorsFile.open(tensorsPath)
  try {
    const tensors = new Map<string, TrainedTensor>()
    for (const { name, shape } of file.entries.values()) {
      tensors.set(name, { shape, data: await file.readFloat32(name) })
    }
    return { ...found, ...standingOf(tensors, found) }
  } finally {
    await file.close()
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
