import { describe, expect, it } from 'vitest'
import { droppedFiles, nameInDrop } from '../../../src/renderer/pad/dropped-files.ts'

type Given = File | { readonly name: string; readonly entries: readonly Given[] | null } | string

/** A transfer as a browser gives it: files, folders of them, folders that cannot be listed and files that are gone. */
function transferOf(given: readonly Given[]): DataTransfer {
  const items = given.map((one) => ({
    kind: 'file',
    getAsFile: () => (one instanceof File ? one : new File([], typeof one === 'string' ? one : one.name)),
    webkitGetAsEntry: () => entryOf(one),
  }))
  return { items } as unknown as DataTransfer
}

function entryOf(one: Given): unknown {
  if (one instanceof File || typeof one === 'string') {
    const name = one instanceof File ? one.name : one
    const file = (found: (file: File) => void, failed: () => void): void =>
      one instanceof File ? found(one) : failed()
    return { isDirectory: false, name, file }
  }
  let left = one.entries
  const readEntries = (found: (entries: unknown[]) => void, failed: () => void): void => {
    if (left === null) return failed()
    const some = left.slice(0, 100)
    left = left.slice(100)
    found(some.map(entryOf))
  }
  return { isDirectory: true, name: one.name, createReader: () => ({ readEntries }) }
}

const file = (name: string): File => new File(['text'], name)
const namesIn = async (given: readonly Given[]): Promise<string[]> =>
  (await droppedFiles(transferOf(given))).files.map(nameInDrop)

describe('droppedFiles', () => {
  it('takes files as they are, and those in folders by name, which is told with the folder', async () => {
    const inner = { name: 'inner', entries: [file('c.txt')] }
    expect(await namesIn([{ name: 'folder', entries: [file('b.txt'), inner, file('a.txt')] }, file('z.txt')])).toEqual([
      'z.txt',
      'folder/a.txt',
      'folder/b.txt',
      'folder/inner/c.txt',
    ])
  })

  it('reads a folder of more than a browser hands out at once', async () => {
    const entries = Array.from({ length: 250 }, (_, i) => file(`${i}.txt`))
    expect(await namesIn([{ name: 'folder', entries }])).toHaveLength(250)
  })

  it('leaves hidden files out', async () => {
    expect(await namesIn([{ name: 'folder', entries: [file('.DS_Store'), file('a.txt')] }])).toEqual(['folder/a.txt'])
  })

  it.each([
    ['a folder without a file', { name: 'empty', entries: [] }, 'empty', 'emptyFolder'],
    ['a folder that may not be read', { name: 'locked', entries: null }, 'locked', 'closedFolder'],
    ['a file that is gone', { name: 'folder', entries: ['gone.txt'] }, 'folder/gone.txt', 'unreadable'],
  ] as const)('says what is wrong with %s', async (_, given, name, why) => {
    const { files, rejected } = await droppedFiles(transferOf([given]))
    expect(files).toEqual([])
    expect(rejected).toEqual([{ file: name, why }])
  })
})
