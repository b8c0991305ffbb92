import { z } from 'zod'

/** What kind of thing went wrong. The hosts choose an exit code or a view by it; the message is for the person. */
export const errorCode = z.enum([
  'usage', // a flag or a setting that cannot be used
  'dataset', // the person's texts
  'model', // a model folder or one of its files
  'output', // a place that cannot be written
  'proof', // an export that does not answer as its model does
  'network', // the Hugging Face hub, or the way to it
  'setup', // native TensorFlow could not be installed, or does not work
  'cancelled', // the person stopped it: an outcome, not a failure
  'interrupted', // the trainer process died, or was broken off to go on later
  'internal', // a defect of ours
])
export type ErrorCode = z.infer<typeof errorCode>

/** The shape in which an error crosses a process. */
export const errorMessage = z.object({ code: errorCode, message: z.string() })
export type ErrorMessage = z.infer<typeof errorMessage>

/**
 * The one error class of Lastlayer. The message is a sentence that names the file or setting and says what to do.
 */
export class LastlayerError extends Error {
  override readonly name = 'LastlayerError'

  constructor(
    readonly code: ErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options)
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

/** Turns anything thrown into what may cross a process; foreign errors become `internal`. */
export function toErrorMessage(error: unknown): ErrorMessage {
  if (error instanceof LastlayerError) return { code: error.code, message: error.message }
  return { code: 'internal', message: error instanceof Error ? error.message : String(error) }
}

/** The one line of a zod error that helps a person: the first setting and what is wrong with it. */
export function describeZodError(error: z.ZodError): string {
  const [issue] = error.issues
  if (issue === undefined) return error.message
  const path = issue.path.join('.')
  return path === '' ? issue.message : `${path}: ${issue.message}`
}
