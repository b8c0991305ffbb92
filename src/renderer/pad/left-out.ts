import { z } from 'zod'
import { uploadLimits } from '../../shared/app-contract.ts'
import { rejectedRow } from '../../shared/dataset-summary.ts'
import { t } from '../words/words.svelte.ts'

/** Why the window itself leaves a file out. */
const ownReason = z.enum(['emptyFolder', 'closedFolder', 'unreadable', 'largeFile', 'largeTable'])
export type OwnReason = z.infer<typeof ownReason>

const ownLeftOut = z.object({ file: z.string(), why: ownReason })
export type OwnLeftOut = z.infer<typeof ownLeftOut>

/** A file without an answer: the trainer gives its reason as a sentence. */
export const leftOut = z.union([rejectedRow, ownLeftOut])
export type LeftOut = z.infer<typeof leftOut>

/** Why a file has no answer, and what to do. */
export function reasonOf(left: LeftOut): string {
  if ('reason' in left) return left.reason
  const bytes = left.why === 'largeTable' ? uploadLimits.bytes : uploadLimits.file
  return t(`pad.leftOut.${left.why}`, { limit: `${bytes / 2 ** 20} MB` })
}
