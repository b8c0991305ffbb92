import { folderIdentity } from '../model/files/identity.ts'
import { locateModel } from '../model/locate-model.ts'
import { Classifier } from './classifier.ts'

interface Opened {
  /** Null for what cannot be recognised again. */
  readonly key: string | null
  readonly classifier: Promise<Classifier>
  users: number
}

/** Keeps the classifier that answered last open for the next question, for a while. */
export class WarmClassifier {
  #kept: Opened | null = null
  #timer: NodeJS.Timeout | undefined

  /** @param idle milliseconds for which it stays open unused */
  constructor(private readonly idle = 60_000) {}

  /**
   * Lends the classifier of a run or a model folder. One that was open is checked as if it were opened: its files must be
   * the same, and such as this process may read.
   * @throws LastlayerError as {@link Classifier.open}, and what `act` throws
   */
  async use<T>(path: string, act: (classifier: Classifier) => Promise<T>): Promise<T> {
    const opened = await this.#take(path)
    try {
      return await act(await opened.classifier)
    } catch (error) {
      // It may be what is wrong.
      if (this.#kept === opened) this.#kept = null
      throw error
    } finally {
      opened.users -= 1
      if (this.#kept === opened) this.#wait()
      else await release(opened)
    }
  }

  /** Closes what is open; what is in use, as soon as it is not. */
  async close(): Promise<void> {
    clearTimeout(this.#timer)
    const opened = this.#kept
    this.#kept = null
    if (opened !== null) await release(opened)
  }

  async #take(path: string): Promise<Opened> {
    // Why there is no key, opening tells in a sentence.
    const key = await keyOf(path).catch(() => null)
    if (key === null || this.#kept?.key !== key) await this.close()
    // Meanwhile another call may have opened it.
    const opened = this.#kept?.key === key && this.#kept ? this.#kept : this.#open(key, path)
    opened.users += 1
    clearTimeout(this.#timer)
    return opened
  }

  #open(key: string | null, path: string): Opened {
    const opened: Opened = { key, classifier: Classifier.open(path), users: 0 }
    if (key !== null) this.#kept = opened
    return opened
  }

  #wait(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.close().catch((error: unknown) => console.error(error)), this.idle).unref()
  }
}

/** The one of this process. */
export const warm = new WarmClassifier()

async function keyOf(path: string): Promise<string> {
  const { folder, stripHtml } = await locateModel(path)
  return JSON.stringify([stripHtml, await folderIdentity(folder)])
}

/** Closes what nobody uses. One that could not be opened is closed. */
async function release(opened: Opened): Promise<void> {
  if (opened.users > 0) return
  const classifier = await opened.classifier.catch(() => null)
  await classifier?.close()
}
