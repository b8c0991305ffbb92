import { resolve } from 'node:path'
import { LastlayerError } from '../../../shared/errors.ts'
import type { ShardPart } from '../../../shared/feature-shards.ts'
import type { ReadingProgress } from '../../../shared/reading-progress.ts'
import type { Recipe } from '../../../shared/recipe.ts'
import { isBucket } from '../../bucket/bucket.ts'
import { count, duration, size } from '../screen/format.ts'
import type { Session } from '../session.ts'
import { clusterJob, type Cluster } from './cluster-job.ts'
import { computeByQueue } from './queue.ts'

export interface FeaturesOptions {
  readonly store: string
  readonly queue?: string
  readonly shard?: string
  readonly fetch?: true
  readonly manifest?: Cluster
  readonly jobs?: string
}

/**
 * `features DATASET --store STORE`: features that several machines compute, of one dataset. Plans them and says how far
 * they are; `--queue` has workers compute them, `--shard i/n` computes a part here, `--fetch` takes them into the cache, `--manifest` prints a job for a cluster.
 * @param flags settings as they were given, but for the model: the job repeats them
 */
export async function features(
  session: Session,
  recipe: Recipe,
  { store: given, queue, shard, fetch, manifest, jobs }: FeaturesOptions,
  flags: readonly string[],
): Promise<void> {
  const { host, screen, places, signal } = session
  const store = storeOf(given)
  const options = { signal, onProgress: (progress: ReadingProgress) => screen.progress(progress) }
  if (manifest !== undefined) {
    const { dataset, model } = recipe
    screen.lines(clusterJob(manifest, { dataset, model, store, jobs: jobsOf(jobs), flags }).split('\n'))
    return
  }
  if (shard !== undefined) {
    const result = await host.run('computeShards', { recipe, store, part: partOf(shard) }, options)
    if (screen.json) return screen.value(result)
    const { computed, present, texts, seconds } = result
    screen.line(`Shards    ${count(computed)} computed, ${count(present)} there already`)
    screen.line(`Texts     ${count(texts)} in ${duration(seconds)}`)
    return
  }
  if (fetch) {
    const result = await host.run('fetchFeatures', { recipe, store, places }, options)
    if (screen.json) return screen.value(result)
    const { fetched, missing, bytes } = result
    screen.line(
      `Fetched   ${size(bytes)} in ${count(fetched)} of the files; finetune with the same settings finds them`,
    )
    if (missing > 0) screen.line(`Missing   ${count(missing)} of the files: finetune computes their texts itself`)
    return
  }
  const before = await host.run('planFeatures', { recipe, store }, options)
  for (const note of before.notes) screen.note(note)
  if (queue !== undefined && before.missing.length > 0) await computeByQueue(session, queue, recipe, before)
  const plan = queue === undefined ? before : await host.run('planFeatures', { recipe, store }, options)
  if (screen.json) return screen.value(plan)
  screen.lines([
    `Texts     ${count(plan.texts)}, whose features take ${size(plan.bytes)}`,
    `Shards    ${count(plan.shards - plan.missing.length)} of ${count(plan.shards)} are done`,
    `in ${plan.folder}`,
  ])
}

/** A bucket as it is named, or a folder from where the person is. */
export function storeOf(given: string): string {
  return isBucket(given) ? given : resolve(given)
}

/** `2/8`: the third of eight parts. @throws LastlayerError `usage` */
export function partOf(text: string): ShardPart {
  const [, index, of] = /^(\d{1,6})\/(\d{1,6})$/.exec(text.trim()) ?? []
  const part = { index: Number(index), of: Number(of) }
  if (part.index < part.of) return part
  throw new LastlayerError('usage', `--shard takes a part such as 0/8 to 7/8, not ${text}.`)
}

function jobsOf(text = '8'): number {
  const jobs = Number(text)
  if (Number.isInteger(jobs) && jobs >= 1 && jobs <= 10_000) return jobs
  throw new LastlayerError('usage', `--jobs takes a whole number from 1 to 10000, not ${text}.`)
}
