import { CancellationError } from 'builder-util-runtime'
import { LastlayerError } from '../../../shared/errors.ts'
import { t, type DesktopWords } from '../system/words.ts'

const sentences: Readonly<Record<string, DesktopWords>> = {
  ERR_CHECKSUM_MISMATCH: 'updates.checksum',
  ERR_UPDATER_CHANNEL_FILE_NOT_FOUND: 'updates.noVersion',
  ENOSPC: 'updates.diskFull',
}

const ofNetwork = /^(E[A-Z]+|HTTP_ERROR_\d+|\w*CERT\w*)$/

/** One sentence for what electron-updater or the network throws, whose own words are stacks and headers. */
export function reasonOfFailure(error: unknown): string {
  if (error instanceof LastlayerError) return error.message
  if (error instanceof CancellationError) return t('updates.brokenOff')
  const { code } = (error ?? {}) as { code?: unknown }
  const known = typeof code === 'string' ? code : ''
  const sentence = sentences[known]
  if (sentence !== undefined) return t(sentence)
  if (ofNetwork.test(known)) return t('updates.connection', { code: known })
  return known === '' ? t('updates.notUnderstood') : t('updates.notUnderstoodCode', { code: known })
}
