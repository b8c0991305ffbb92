import { isChange, type Correction } from '../../../shared/corrections.ts'
import { LastlayerError } from '../../../shared/errors.ts'
import { correctionsOf, writeCorrections } from '../../run-files/corrections-file.ts'
import { summarizeRun } from './run-list.ts'

/** Changes that wait for those before them: each reads what the last one wrote. */
let last: Promise<unknown> = Promise.resolve()

/**
 * Puts corrections beside those that a run has; one that changes nothing takes back what there was of its text.
 * @returns all of them, in the order in which their texts were first corrected
 * @throws LastlayerError `output` if the folder is no run or cannot be written, `usage` if what is there is damaged
 */
export async function changeCorrections(run: string, changes: readonly Correction[]): Promise<Correction[]> {
  const changing = last.then(() => change(run, changes))
  last = changing.catch(() => undefined)
  return changing
}

async function change(run: string, changes: readonly Correction[]): Promise<Correction[]> {
  if ((await summarizeRun(run)) === null) {
    throw new LastlayerError('output', `${run} is no run: its recipe.json is missing or damaged.`)
  }
  const known = new Map((await correctionsOf(run)).map((one) => [one.digest, one]))
  for (const one of changes) {
    if (isChange(one)) known.set(one.digest, one)
    else known.delete(one.digest)
  }
  const all = [...known.values()]
  await writeCorrections(run, all)
  return all
}
