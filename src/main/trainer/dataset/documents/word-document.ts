import { maxTextBytes } from '../bytes/files.ts'
import { openZip } from '../bytes/zip.ts'
import { readXml } from '../workbook/xml.ts'

const body = /^word\/document\d*\.xml$/i

/**
 * What a Word document (.docx, ECMA-376) says: its paragraphs, one a line, without headers, notes and what was deleted.
 * @throws Error if it is damaged, or says more than 10 MB
 */
export async function wordText(path: string): Promise<string> {
  const zip = await openZip(path)
  try {
    const member = zip.members.find(({ fileName }) => body.test(fileName))
    if (member === undefined) throw new Error('it has no text')
    const said: string[] = []
    let length = 0
    let isSaid = false
    const say = (text: string): void => {
      length += text.length
      if (length > maxTextBytes) throw new Error('it says more than 10 MB')
      said.push(text)
    }
    const breaks: Readonly<Record<string, string>> = { tab: '\t', br: '\n', cr: '\n' }
    await readXml(zip.read(member), {
      open: (name) => {
        if (name === 't') isSaid = true
        else if (Object.hasOwn(breaks, name)) say(breaks[name] ?? '')
      },
      close: (name) => {
        if (name === 't') isSaid = false
        else if (name === 'p') say('\n')
      },
      text: (text) => {
        if (isSaid) say(text)
      },
    })
    return said.join('').trim()
  } finally {
    await zip.close()
  }
}
