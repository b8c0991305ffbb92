import type { Prediction } from '../../shared/contract.ts'
import type { TableHead, TableResult } from '../../shared/table-answers.ts'
import { count, counted, percent } from '../text/format.ts'

/** What a person should know of how a text was read, and of how much its answer says. */
export function predictionNotes(
  one: Pick<Prediction, 'truncated' | 'encoding' | 'isEmail' | 'unknown'> &
    Partial<Pick<Prediction, 'tokens' | 'wholeTokens' | 'document'>>,
): string[] {
  const { truncated, encoding, isEmail, unknown, tokens, wholeTokens, document } = one
  const read =
    wholeTokens === undefined || tokens === undefined ? null : `${count(tokens)} of ${count(wholeTokens)} tokens`
  return [
    ...(isEmail ? ['an e-mail: its text was read, without headers and attachments'] : []),
    ...(document === undefined ? [] : [`${document}: its text was read`]),
    ...(encoding === undefined ? [] : [`read as ${encoding}`]),
    ...(truncated ? [read === null ? 'its end was too long and was not read' : `read ${read}`] : []),
    ...(unknown === undefined
      ? []
      : [`${percent(unknown, 0)} of its tokens are unknown to this model: the answer says little`]),
  ]
}

/** The same of a table whose rows are answered, as sentences. */
export function tableNotes({ abstainBelow }: TableHead, result: TableResult | null): string[] {
  const unsure =
    abstainBelow === null ? [] : [`An answer below a confidence of ${percent(abstainBelow, 0)} is marked as unsure.`]
  if (result?.kind !== 'answered') return unsure
  const { truncated, unknown } = result
  const known =
    unknown === undefined
      ? []
      : [
          `${percent(unknown, 0)} of the tokens are unknown to this model, and its answers say little: ` +
            'it was trained on another language or script.',
        ]
  const cut = truncated === 0 ? [] : [`${counted(truncated, 'text was', 'texts were')} too long: the end was not read.`]
  return [...known, ...cut, ...unsure]
}
