import { maxTextBytes } from '../bytes/files.ts'
import { readXml } from './xml.ts'
import { at } from '../../../../shared/at.ts'

/** All the texts of a workbook's cells, in bytes; more would not fit in memory beside the rest. */
const mostBytes = 2 ** 30
const textsABlock = 4096

/** The texts of a workbook's cells by number, kept as UTF-8 outside JavaScript's own memory. */
export class StringTable {
  readonly #blocks: Buffer[] = []
  /** Where each text ends in its block. */
  readonly #ends: number[] = []
  #open: Buffer[] = []
  #openBytes = 0
  #bytes = 0

  /** @throws Error if there are too many */
  add(text: string): void {
    const bytes = Buffer.from(text)
    this.#bytes += bytes.length
    if (this.#bytes > mostBytes) throw new Error('its cells hold more than 1 GB of text: save it as CSV')
    this.#open.push(bytes)
    this.#openBytes += bytes.length
    this.#ends.push(this.#openBytes)
    if (this.#open.length === textsABlock) this.#closeBlock()
  }

  /** The text of a number; undefined where there is none. */
  get(i: number): string | undefined {
    if (this.#open.length > 0) this.#closeBlock()
    const block = this.#blocks[Math.floor(i / textsABlock)]
    const end = this.#ends[i]
    if (block === undefined || end === undefined) return undefined
    return block.toString('utf8', i % textsABlock === 0 ? 0 : at(this.#ends, i - 1), end)
  }

  #closeBlock(): void {
    this.#blocks.push(Buffer.concat(this.#open))
    this.#open = []
    this.#openBytes = 0
  }
}

/** Reads `sharedStrings.xml`: runs of rich text as one, readings of Japanese characters (furigana) left out. */
export async function readStrings(content: AsyncIterable<Buffer>): Promise<StringTable> {
  const table = new StringTable()
  const text = new RichText()
  const handler = {
    open: (name: string) => text.open(name),
    close(name: string) {
      text.close(name)
      if (name === 'si') table.add(text.take())
    },
    text: (part: string) => text.add(part),
  }
  await readXml(content, handler)
  return table
}

/** Collects the text of one cell from its `t` elements. */
export class RichText {
  #parts: string[] = []
  #size = 0
  #isText = false
  #isReading = false

  open(name: string): void {
    if (name === 't') this.#isText = true
    if (name === 'rPh') this.#isReading = true
  }

  close(name: string): void {
    if (name === 't') this.#isText = false
    if (name === 'rPh') this.#isReading = false
  }

  /** @throws Error if it has no end */
  add(text: string): void {
    if (!this.#isText || this.#isReading) return
    this.#size += text.length
    if (this.#size > maxTextBytes) throw new Error('a cell is longer than 10 MB')
    this.#parts.push(text)
  }

  /** What was collected since it was last taken. */
  take(): string {
    const text = this.#parts.join('')
    this.#parts = []
    this.#size = 0
    return plainText(text)
  }
}

/** Characters that XML cannot hold are written by their code, such as _x000D_ for a carriage return. */
export function plainText(text: string): string {
  return text.includes('_x')
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)))
    : text
}
