import { constants } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import { sync, writing } from '../../../disk/atomic-files.ts'
import { at } from '../../../../shared/at.ts'

const bufferedBytes = 2 ** 20

/**
 * The texts of a dataset in one file of our own, in the order in which they were added: a run reads its dataset once, and
 * what becomes of it afterwards is no matter to the run.
 */
export class TextStore {
  /** Where each text ends, in bytes; the text before it ends where it begins. */
  readonly #ends: number[] = []
  /** The numbers of the texts that have taken the place of others. */
  readonly #replaced = new Map<number, number>()
  #buffered: Buffer[] = []
  #bufferedBytes = 0

  private constructor(
    private readonly path: string,
    private readonly file: FileHandle,
  ) {}

  /** Makes the file, which must be new. @throws LastlayerError `output` */
  static async create(path: string): Promise<TextStore> {
    const flags = constants.O_RDWR | constants.O_CREAT | constants.O_EXCL
    return new TextStore(path, await writing(path, () => open(path, flags, 0o600)))
  }

  /** @throws LastlayerError `output` */
  async add(text: string): Promise<void> {
    const bytes = Buffer.from(text)
    this.#ends.push(this.#endOf(this.#ends.length - 1) + bytes.length)
    this.#buffered.push(bytes)
    this.#bufferedBytes += bytes.length
    if (this.#bufferedBytes >= bufferedBytes) await this.#flush()
  }

  /** Puts another text in the place of one, after the last was added. @throws LastlayerError `output` */
  async replace(ordinal: number, text: string): Promise<void> {
    this.#replaced.set(ordinal, this.#ends.length)
    await this.add(text)
  }

  /** The text that was added as number `ordinal`, from 0. @throws LastlayerError `output` */
  async text(ordinal: number): Promise<string> {
    if (this.#bufferedBytes > 0) await this.#flush()
    return readTextAt(this.file, this.placeOf(ordinal))
  }

  /** Where it lies in the file, in bytes. */
  placeOf(ordinal: number): TextPlace {
    const number = this.#replaced.get(ordinal) ?? ordinal
    const begin = this.#endOf(number - 1)
    return { begin, length: this.#endOf(number) - begin }
  }

  /** Makes durable what was added. @throws LastlayerError `output` */
  async sync(): Promise<void> {
    await this.#flush()
    await writing(this.path, () => sync(this.file))
  }

  async close(): Promise<void> {
    await this.file.close()
  }

  #endOf(ordinal: number): number {
    return ordinal < 0 ? 0 : at(this.#ends, ordinal)
  }

  async #flush(): Promise<void> {
    const bytes = Buffer.concat(this.#buffered)
    this.#buffered = []
    this.#bufferedBytes = 0
    await writing(this.path, () => this.file.appendFile(bytes))
  }
}

/** Where a text lies in a file, in bytes. */
export interface TextPlace {
  readonly begin: number
  readonly length: number
}

/** A text from a file of texts, which must be as long as that. */
export async function readTextAt(file: FileHandle, { begin, length }: TextPlace): Promise<string> {
  const bytes = Buffer.alloc(length)
  for (let done = 0; done < length;) {
    const { bytesRead } = await file.read(bytes, done, length - done, begin + done)
    if (bytesRead === 0) throw new Error('The file of texts is shorter than what was written to it')
    done += bytesRead
  }
  return bytes.toString('utf8')
}
