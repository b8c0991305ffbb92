import { StringDecoder } from 'node:string_decoder'
import { SaxesParser } from 'saxes'
import { maxTextBytes } from '../bytes/files.ts'

/** What is told of an XML text as it is read; names are without their prefix. */
export interface XmlHandler {
  open(name: string, attributes: Readonly<Record<string, string>>): void
  close(name: string): void
  text(text: string): void
}

/** Reads an XML text piece by piece, and tells its handler of it. */
export interface XmlReader {
  /** @throws Error if it is not well-formed, or something in it has no end */
  write(piece: Buffer): void
  end(): void
}

/** Elements around one another; those of a workbook are a dozen. */
const deepest = 100

/** Entities other than XML's own are unknown to it: none can multiply. */
export function xmlReader(handler: XmlHandler): XmlReader {
  const parser = new SaxesParser({ xmlns: false, position: false })
  const decoder = new StringDecoder('utf8')
  let silent = 0
  const told = () => {
    silent = 0
  }
  const text = (part: string) => {
    told()
    handler.text(part)
  }
  let depth = 0
  parser.on('opentag', ({ name, attributes }) => {
    told()
    if (++depth > deepest) throw new Error(`something in it lies within more than ${deepest} others`)
    handler.open(plainName(name), attributes)
  })
  parser.on('closetag', ({ name }) => {
    told()
    depth--
    handler.close(plainName(name))
  })
  parser.on('text', text)
  parser.on('cdata', text)
  for (const event of ['comment', 'processinginstruction', 'doctype', 'xmldecl'] as const) parser.on(event, told)

  return {
    write(piece) {
      silent += piece.length
      if (silent > maxTextBytes) throw new Error('something in it is longer than 10 MB')
      parser.write(decoder.write(piece))
    },
    end() {
      parser.write(decoder.end()).close()
    },
  }
}

/** Reads the whole of an XML text. @throws as {@link XmlReader.write} */
export async function readXml(content: AsyncIterable<Buffer>, handler: XmlHandler): Promise<void> {
  const reader = xmlReader(handler)
  for await (const piece of content) reader.write(piece)
  reader.end()
}

/** Reads an XML text of which only the attributes of some elements matter. @throws as {@link XmlReader.write} */
export async function readElements(
  content: AsyncIterable<Buffer>,
  elements: Readonly<Record<string, (attributes: Readonly<Record<string, string>>) => void>>,
): Promise<void> {
  const nothing = () => undefined
  await readXml(content, { open: (name, attributes) => elements[name]?.(attributes), close: nothing, text: nothing })
}

function plainName(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}
