import { toErrorMessage, type ErrorMessage } from '../../shared/errors.ts'

/** Does what may fail. Returns what is to be told of it; null if it went well, or the person stopped it. */
export async function failureOf(act: () => Promise<unknown>): Promise<ErrorMessage | null> {
  try {
    await act()
    return null
  } catch (error) {
    const message = toErrorMessage(error)
    return message.code === 'cancelled' ? null : message
  }
}
