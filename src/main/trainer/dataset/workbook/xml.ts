import { StringDecoder } from 'node:string_decoder'
import { SaxesParser } from 'saxes'
import { maxTextBytes } from '../bytes/files.ts'

/** What is told of an XML text as it is read; names are without their prefix. */
export interface XmlHandler {
  open(name: string, attributes: Readonly<Record<string, string>>): void
  close(name: string): void
  text(text: string): void
}

/**
 * Reads an XML text piece by piece, and yields after each, so that what was told of it can be taken away. Entities other
 * than XML's own are unknown, and none can multiply.
 * @throws Error if it is not well-formed, or something in it has no end
 */
export async function* readXml(content: AsyncIterable<Buffer>, handler: XmlHandler): AsyncGenerator<undefined> {
  const parser = new SaxesParser({ xmlns: false, position: false })
  const decoder = new StringDecoder('utf8')
  let silent = 0
  const told = () => {
    silent = 0
  }
  parser.on('opentag', ({ name, attributes }) => {
    told()
    handler.open(plainName(name), attributes)
  })
  parser.on('closetag', ({ name }) => {
    told()
    handler.close(plainName(name))
  })
  parser.on('text', (text) => {
    told()
    handler.text(text)
  })
  parser.on('cdata', (text) => {
    told()
    handler.text(text)
  })
  for (const event of ['comment', 'processinginstruction', 'doctype', 'xmldecl'] as const) parser.on(event, told)

  for await (const piece of content) {
    silent += piece.length
    if (silent > maxTextBytes) throw new Error('something in it is longer than 10 MB')
    parser.write(decoder.write(piece))
    yield
  }
  parser.write(decoder.end()).close()
  yield
}

/** Reads an XML text of which only the attributes of some elements matter. @throws as {@link readXml} */
export async function readElements(
  content: AsyncIterable<Buffer>,
  elements: Readonly<Record<string, (attributes: Readonly<Record<string, string>>) => void>>,
): Promise<void> {
  const open: XmlHandler['open'] = (name, attributes) => elements[name]?.(attributes)
  for await (const _ of readXml(content, { open, close: () => undefined, text: () => undefined })) continue
}

function plainName(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}
