import { numberFormat, type NumberFormat } from './number-format.ts'
import { readXml } from './xml.ts'

const mostStyles = 65_536

/** Reads `styles.xml`: the number formats that cells name by their style. */
export async function readStyles(content: AsyncIterable<Buffer>): Promise<readonly NumberFormat[]> {
  const codes = new Map<number, string>()
  const formats: number[] = []
  let isCells = false
  const handler = {
    open(name: string, attributes: Readonly<Record<string, string>>) {
      if (codes.size > mostStyles || formats.length > mostStyles) throw new Error('it has too many styles')
      if (name === 'cellXfs') isCells = true
      if (name === 'numFmt') codes.set(Number(attributes.numFmtId), attributes.formatCode ?? '')
      if (name === 'xf' && isCells) formats.push(Number(attributes.numFmtId ?? 0))
    },
    close(name: string) {
      if (name === 'cellXfs') isCells = false
    },
    text: () => undefined,
  }
  await readXml(content, handler)
  return formats.map((id) => numberFormat(id, codes.get(id)))
}
