import type { ErrorMessage } from '../../src/shared/errors.ts'
import type { Verdict } from './target.ts'

/** Words of JavaScript and its libraries, which no person is to read. */
const raw =
  /\b(Type|Range|Reference|Syntax|Assertion|Eval)Error\b|Something went wrong|Cannot (read|set|destructure|convert|mix|use 'in')|is not (a function|iterable|a constructor|defined)|Invalid (array|typed array|string|count|time) |Maximum call stack|outside the bounds|\[object |node:internal|Unexpected (token|end of JSON)|\bat \S+ \(?\S+:\d+:\d+|ERR_[A-Z]{2}|\bundefined\b(?! entity)/

/** What an answer is worth: a result of its contract, a sentence, or neither. */
export function judge(
  answer: { ok: true; fault: string | null } | { ok: false; error: ErrorMessage },
): Pick<Verdict, 'kind' | 'told'> {
  if (answer.ok) return answer.fault === null ? { kind: 'accepted', told: '' } : { kind: 'finding', told: answer.fault }
  const { code, message } = answer.error
  const isSentence = /[.!?…]$/.test(message) && !raw.test(message)
  const isOurs = code === 'internal' || code === 'interrupted' || code === 'memory'
  return { kind: isOurs || !isSentence ? 'finding' : 'refused', told: `${code}: ${message}` }
}
