import { readdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Places } from '../../shared/contract.ts'
import { closeToOthers } from '../disk/private-files.ts'

/** What Lastlayer has in its data folder, beside half-written files and copies of damaged ones. */
const ours =
  /^(runs|sweeps|comparisons|deleted-runs|models|cache|tensorflow|desktop|(settings|offline)\.json.*|telemetry-traces\.txt|\..+)$/

/**
 * Closes to other users of the machine what earlier versions left open to them: runs, with the person's texts, settings,
 * caches, models. A data folder in which something else lies is itself left as it is. Best effort: what belongs to
 * another user, or cannot be changed, stays.
 */
export async function closeHome({ runs, cache, models }: Places): Promise<void> {
  const home = dirname(runs)
  const names = await readdir(home).catch(() => [])
  const known = names.filter((name) => ours.test(name))
  const paths = [...known.map((name) => join(home, name)), runs, cache, models]
  for (const path of paths) await closeToOthers(path).catch(() => false)
  if (names.length > 0 && known.length === names.length) await closeToOthers(home).catch(() => false)
}
