import type { Prediction } from '../../shared/contract.ts'
import type { TableHead, TableResult } from '../../shared/table-answers.ts'
import { count, percent } from '../text/format.ts'
import { t } from '../words/words.svelte.ts'

/** What a person should know of how a text was read, and of how much its answer says. */
export function predictionNotes(
  one: Pick<Prediction, 'truncated' | 'encoding' | 'isEmail' | 'unknown'> &
    Partial<Pick<Prediction, 'tokens' | 'wholeTokens' | 'document'>>,
): string[] {
  const { truncated, encoding, isEmail, unknown, tokens, wholeTokens, document } = one
  const read =
    wholeTokens === undefined || tokens === undefined
      ? t('pad.notes.cut')
      : t('pad.notes.read', { read: count(tokens), count: wholeTokens })
  return [
    ...(isEmail ? [t('pad.notes.email')] : []),
    ...(document === undefined ? [] : [t(`pad.notes.document.${document}`)]),
    ...(encoding === undefined ? [] : [t('pad.notes.encoding', { encoding })]),
    ...(truncated ? [read] : []),
    ...(unknown === undefined ? [] : [t('pad.notes.unknown', { share: percent(unknown, 0) })]),
  ]
}

/** The same of a table whose rows are answered, as sentences. */
export function tableNotes({ abstainBelow }: TableHead, result: TableResult | null): string[] {
  const unsure = abstainBelow === null ? [] : [t('pad.table.notes.unsure', { confidence: percent(abstainBelow, 0) })]
  if (result?.kind !== 'answered') return unsure
  const { truncated, unknown } = result
  const known = unknown === undefined ? [] : [t('pad.table.notes.unknown', { share: percent(unknown, 0) })]
  const cut = truncated === 0 ? [] : [t('pad.table.notes.cut', { count: truncated })]
  return [...known, ...cut, ...unsure]
}
