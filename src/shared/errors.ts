import { z } from 'zod'
import { withoutControls } from './printable.ts'
import { english, said, type Said } from './said.ts'

/** What kind of thing went wrong. The hosts choose an exit code or a view by it; the message is for the person. */
export const errorCode = z.enum([
  'usage', // a flag or a setting that cannot be used
  'busy', // something else goes on that has to end first
  'dataset', // the person's texts
  'model', // a model folder or one of its files
  'output', // a place that cannot be written
  'proof', // an export that does not answer as its model does
  'network', // the Hugging Face hub, or the way to it
  'setup', // native TensorFlow could not be installed, or does not work
  'cancelled', // the person stopped it: an outcome, not a failure
  'memory', // the trainer ran out of it, or was ended for that
  'interrupted', // the trainer process died, or was broken off to go on later
  'internal', // a defect of ours
])
export type ErrorCode = z.infer<typeof errorCode>

/** The shape in which an error crosses a process. */
export const errorMessage = z.object({
  code: errorCode,
  /** In English. */
  message: z.string(),
  /** The same, for a window to say in its language. */
  said: said.optional(),
})
export type ErrorMessage = z.infer<typeof errorMessage>

/**
 * The one error class of Lastlayer. What it says is a sentence that names the file or setting and tells what to do; the
 * message is that in English.
 */
export class LastlayerError extends Error {
  override readonly name = 'LastlayerError'

  constructor(
    readonly code: ErrorCode,
    readonly said: Said,
    options?: ErrorOptions,
  ) {
    super(english(said), options)
  }
}

/** Why a run is broken off that is to be gone on with later: the reason of its signal. */
export function interruption(): LastlayerError {
  return new LastlayerError('interrupted', 'The run was broken off.')
}

/** Whether a signal was aborted by an {@link interruption}. */
export function isInterrupted({ aborted, reason }: AbortSignal): boolean {
  return aborted && reason instanceof LastlayerError && reason.code === 'interrupted'
}

/** What the system says of a file, in words. */
const systemWords: Readonly<Record<string, string>> = {
  ENOENT: 'it is not there',
  ENOTDIR: 'a file stands where a folder should',
  EISDIR: 'it is a folder',
  EACCES: 'its permissions do not allow it',
  EPERM: 'its permissions do not allow it',
  ENAMETOOLONG: 'its name is too long',
  ELOOP: 'its links lead in a circle',
  ENOSPC: 'the disk is full',
  EMFILE: 'too many files are open',
}

/** A sentence for what the system says of a file; null where it says nothing of one. */
function systemSentence(error: unknown): string | null {
  const { code, path } = (error ?? {}) as { code?: unknown; path?: unknown }
  if (!(error instanceof Error) || typeof path !== 'string' || !/^E[A-Z]+$/.test(String(code))) return null
  return `${path} cannot be used: ${systemWords[String(code)] ?? `the system says ${String(code)}`}.`
}

/** Turns anything thrown into what may cross a process; foreign errors become `internal`, but for those of files. */
export function toErrorMessage(error: unknown): ErrorMessage {
  if (error instanceof LastlayerError) {
    const { code, message, said } = error
    return typeof said === 'string' ? { code, message } : { code, message, said }
  }
  const sentence = systemSentence(error)
  if (sentence !== null) return { code: 'usage', message: sentence }
  return { code: 'internal', message: error instanceof Error ? error.message : String(error) }
}

/** The one line of a zod error that helps a person: the first setting and what is wrong with it. */
export function describeZodError(error: z.ZodError): string {
  const [issue] = error.issues
  if (issue === undefined) return error.message
  const path = withoutControls(issue.path.join('.')).slice(0, longestReason)
  const message = issue.message.replace(/^Invalid input: (expected .*), received undefined$/, 'missing, $1')
  return path === '' ? message : `${path}: ${message}`
}

const longestReason = 200

/** Words about code, and not about what it was given. */
const innerWords = /\b(undefined(?! entity)|NaN|function|iterable|BigInt)\b|\[object /

/**
 * What a library says of a failure, as a part of a sentence: its first line without the full stop. Where that speaks of its
 * own code, which tells a person nothing, it is that the content does not fit together.
 */
export function reasonOf(error: unknown): string {
  const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n')
  const ofCode = [TypeError, RangeError, ReferenceError].some((kind) => error instanceof kind)
  const ofParsing = error instanceof SyntaxError && !line.startsWith('Invalid regular expression')
  if (line === '' || ofCode || ofParsing || innerWords.test(line)) return 'what it holds does not fit together'
  return withoutControls(line).slice(0, longestReason).replace(/\.$/, '')
}
