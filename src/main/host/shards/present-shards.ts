import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { shardName } from '../../../shared/feature-shards.ts'
import { Bucket, isBucket } from '../../bucket/bucket.ts'
import { parseSealed, readJsonAs } from '../../disk/sealed-json.ts'

/** What a host reads of a plan's manifest. */
const outline = z.object({ keys: z.array(z.string()), shards: z.array(z.unknown()) })
type Outline = z.infer<typeof outline>

/**
 * Asks a store for the shards of a plan that are not there, by the names of indexes alone, which are written last: to
 * follow many workers without reading what they wrote. Whether what is there is whole, `planFeatures` says.
 * @param folder of the plan in the store
 */
export async function openAbsence(folder: string): Promise<() => Promise<number[]>> {
  const bucket = isBucket(folder) ? await Bucket.open(folder) : null
  return async () => {
    const { plan, names } = await (bucket === null ? inFolder(folder) : inBucket(bucket))
    if (plan === null) return []
    const isThere = (key: string, number: number) => names.has(`${key}/${shardName(number)}.json`)
    return plan.shards.map((_, number) => number).filter((number) => !plan.keys.every((key) => isThere(key, number)))
  }
}

interface Listing {
  readonly plan: Outline | null
  /** The names of files below the folder. */
  readonly names: ReadonlySet<string>
}

async function inFolder(folder: string): Promise<Listing> {
  const plan = await readJsonAs(join(folder, 'manifest.json'), outline)
  const names = new Set<string>()
  for (const key of plan?.keys ?? []) {
    for (const name of await readdir(join(folder, key)).catch(() => [])) names.add(`${key}/${name}`)
  }
  return { plan, names }
}

async function inBucket(bucket: Bucket): Promise<Listing> {
  const plan = outline.safeParse(parseSealed((await bucket.readText('manifest.json')) ?? '')).data ?? null
  return { plan, names: new Set((await bucket.list('')).keys()) }
}
