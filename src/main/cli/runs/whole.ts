import { LastlayerError } from '../../../shared/errors.ts'

/** The whole number that a flag gives. @throws LastlayerError `usage`, naming the flag and its bounds */
export function whole(flag: string, text: string, least: number, most: number): number {
  const value = Number(text)
  if (text.trim() !== '' && Number.isInteger(value) && value >= least && value <= most) return value
  const bounds = most === Infinity ? `from ${least}` : `from ${least} to ${most}`
  throw new LastlayerError('usage', `${flag} must be a whole number ${bounds}, not ${text}.`)
}
