import vm from 'node:vm'
import { LastlayerError, reasonOf } from '../../../shared/errors.ts'
import { isPlain } from './plain-tokenizer.ts'

/** Milliseconds for a text, and those for each of its characters: an honest tokenizer needs a hundredth of that. */
const perText = 10_000
const perCharacter = 0.01

const script = new vm.Script('work()')
const stage = { work: (): void => undefined }
vm.createContext(stage)

/** Does work on a text of so many characters. */
export type Limited = <T>(characters: number, work: () => T) => T

/**
 * How work with a tokenizer is done. A tokenizer.json may bring regular expressions of its own, or steps that each double
 * a text, and take years for one; V8 gives up even those when a script's time is over. That costs 0.1 ms a call, so
 * tokenizers of the plain kind, which most are, work at once.
 * The work throws LastlayerError `model` if it takes too long or fails; `path` is that of tokenizer.json.
 */
export function tokenizingLimit(json: unknown, path: string, milliseconds = perText): Limited {
  if (isPlain(json)) return (_, work) => work()
  return (characters, work) => {
    const timeout = milliseconds + Math.ceil(characters * perCharacter)
    try {
      return within(timeout, work)
    } catch (cause) {
      if (cause instanceof LastlayerError) throw cause
      const reason = isTimeout(cause)
        ? `it takes more than ${Math.round(timeout / 1000)} s for one text, because ${causeIn(json)}`
        : reasonOf(cause)
      throw new LastlayerError('model', `${path} cannot be used: ${reason}. Choose another model.`, { cause })
    }
  }
}

/** What is most likely slow in the file: a pattern, wherever it is nested. The vocabulary is passed over. */
function causeIn(json: unknown): string {
  const { model, added_tokens, ...parts } = json as Record<string, unknown>
  void [model, added_tokens]
  const waiting: unknown[] = [parts]
  for (let part = waiting.pop(); part !== undefined; part = waiting.pop()) {
    if (typeof part !== 'object' || part === null) continue
    if (Object.hasOwn(part, 'pattern')) return 'a pattern in it backtracks'
    for (const inner of Object.values(part)) if (inner !== undefined) waiting.push(inner)
  }
  return 'its steps are too many'
}

function within<T>(timeout: number, work: () => T): T {
  const former = stage.work
  let result: { value: T } | undefined
  stage.work = () => void (result = { value: work() })
  try {
    script.runInContext(stage, { timeout })
  } finally {
    stage.work = former
  }
  if (result === undefined) throw new Error('the work was not done')
  return result.value
}

/** It is an error of V8's own, and of no class of ours. */
function isTimeout(error: unknown): boolean {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : null
  return code === 'ERR_SCRIPT_EXECUTION_TIMEOUT'
}
