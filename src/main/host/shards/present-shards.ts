import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { readJsonAs } from '../../disk/sealed-json.ts'

/** What a host reads of a plan's manifest. */
const outline = z.object({ keys: z.array(z.string()), shards: z.array(z.unknown()) })

/**
 * The shards of a plan that are not there, by the names of files alone: to follow many workers without reading what they
 * wrote. Whether what is there is whole, `planFeatures` says.
 * @param folder of the plan in the store
 */
export async function absentShards(folder: string): Promise<number[]> {
  const plan = await readJsonAs(join(folder, 'manifest.json'), outline)
  if (plan === null) return []
  const names = await Promise.all(
    plan.keys.map(async (key) => new Set(await readdir(join(folder, key)).catch(() => []))),
  )
  const isThere = (number: number): boolean => {
    const name = String(number).padStart(6, '0')
    return names.every((there) => there.has(`${name}.features`) && there.has(`${name}.json`))
  }
  return plan.shards.map((_, number) => number).filter((number) => !isThere(number))
}
