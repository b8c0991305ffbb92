import { posix } from 'node:path'
import type { Entry } from 'yauzl'
import type { Zip } from '../bytes/zip.ts'
import { readElements } from './xml.ts'

/** A sheet of a workbook. */
export interface Sheet {
  readonly name: string
  readonly isHidden: boolean
  readonly member: Entry
}

/** Where things lie in a workbook. */
export interface Parts {
  readonly sheets: readonly Sheet[]
  readonly strings: Entry | null
  readonly styles: Entry | null
  readonly calendar: 1900 | 1904
}

const mostSheets = 1000

/** Reads which sheets a workbook has, in its own order. @throws Error if it is no workbook */
export async function readParts(zip: Zip): Promise<Parts> {
  const find = (name: string) =>
    zip.members.find(({ fileName }) => fileName.toLowerCase() === name.toLowerCase()) ?? null
  const workbook = find('xl/workbook.xml')
  const relations = find('xl/_rels/workbook.xml.rels')
  if (workbook === null || relations === null) throw new Error('it has no list of sheets')

  const targets = new Map<string, { type: string; member: Entry | null }>()
  await readElements(zip.read(relations), {
    Relationship({ Id, Type, Target }) {
      if (Id === undefined || Target === undefined || targets.size > mostSheets) return
      const path = Target.startsWith('/') ? Target.slice(1) : posix.join('xl', Target)
      targets.set(Id, { type: Type?.split('/').at(-1) ?? '', member: find(path) })
    },
  })
  const sheets: Sheet[] = []
  let calendar: Parts['calendar'] = 1900
  await readElements(zip.read(workbook), {
    workbookPr({ date1904 }) {
      if (date1904 === '1' || date1904 === 'true') calendar = 1904
    },
    sheet(attributes) {
      const id = Object.entries(attributes).find(([name]) => /(^|:)id$/.test(name))?.[1] ?? ''
      const target = targets.get(id)
      if (target?.type !== 'worksheet' || target.member === null || sheets.length >= mostSheets) return
      const isHidden = (attributes.state ?? 'visible') !== 'visible'
      sheets.push({ name: attributes.name ?? `Sheet${sheets.length + 1}`, isHidden, member: target.member })
    },
  })
  const ofType = (type: string) => [...targets.values()].find((target) => target.type === type)?.member ?? null
  return { sheets, strings: ofType('sharedStrings'), styles: ofType('styles'), calendar }
}
