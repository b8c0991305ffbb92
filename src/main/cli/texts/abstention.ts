import type { OptionValues } from 'commander'
import { abstainBelow } from '../../../shared/abstention.ts'
import { LastlayerError } from '../../../shared/errors.ts'
import { oneLine } from '../screen/format.ts'

/** What --abstain-below says; nothing where it is not given. @throws LastlayerError `usage` */
export function abstentionOf({ abstainBelow: given }: OptionValues): { abstainBelow?: number } {
  return given === undefined ? {} : { abstainBelow: readConfidence(String(given), '--abstain-below') }
}

/** A confidence as a person writes it. @throws LastlayerError `usage`, naming `what` */
export function readConfidence(text: string, what: string): number {
  const { data } = abstainBelow.safeParse(text.trim() === '' ? NaN : Number(text))
  if (typeof data === 'number') return data
  throw new LastlayerError('usage', `${what} must be a number between 0 and 1, not ${oneLine(text, 40)}.`)
}
