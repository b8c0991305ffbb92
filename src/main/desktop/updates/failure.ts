import { CancellationError } from 'builder-util-runtime'
import { LastlayerError } from '../../../shared/errors.ts'

const sentences: Readonly<Record<string, string>> = {
  ERR_CHECKSUM_MISMATCH: 'What was downloaded is not what was announced, and was thrown away. Try again later.',
  ERR_UPDATER_CHANNEL_FILE_NOT_FOUND: 'The address for updates has no version for this system.',
  ENOSPC: 'The disk is full: make room and try again.',
}

const ofNetwork = /^(E[A-Z]+|HTTP_ERROR_\d+|\w*CERT\w*)$/

/** One sentence for what electron-updater or the network throws, whose own words are stacks and headers. */
export function reasonOfFailure(error: unknown): string {
  if (error instanceof LastlayerError) return error.message
  if (error instanceof CancellationError) return 'The download was broken off.'
  const { code } = (error ?? {}) as { code?: unknown }
  const known = typeof code === 'string' ? code : ''
  if (known in sentences) return sentences[known] ?? ''
  if (ofNetwork.test(known)) return `The connection failed or broke off (${known}). Try again; nothing was changed.`
  return `What came from the address for updates is not understood${known === '' ? '' : ` (${known})`}. Nothing was changed.`
}
