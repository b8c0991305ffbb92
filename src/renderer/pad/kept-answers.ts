import { z } from 'zod'
import { commands } from '../../shared/contract.ts'
import { leftOut } from './left-out.ts'

const key = 'lastlayer-pad-files'

const keptAnswers = commands.predict.result.extend({
  model: z.string(),
  rejected: z.array(leftOut),
  /** What each file is called, by the name that the host tells. */
  names: z.array(z.tuple([z.string(), z.string()])),
})
/** What a model said of files, without the files. */
export type KeptAnswers = z.infer<typeof keptAnswers>

/** Keeps answers over a reload of the window, or forgets them; false where they are too many. */
export function keepAnswers(answers: KeptAnswers | null): boolean {
  sessionStorage.removeItem(key)
  if (answers === null) return true
  try {
    sessionStorage.setItem(key, JSON.stringify(answers))
    return true
  } catch {
    // There is room for some millions of letters.
    return false
  }
}

/** What was kept before the reload; null if nothing was. */
export function answersKept(): KeptAnswers | null {
  try {
    return keptAnswers.safeParse(JSON.parse(sessionStorage.getItem(key) ?? 'null')).data ?? null
  } catch {
    return null
  }
}
