import { EventEmitter } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, expect, test, vi } from 'vitest'
import { Opening } from '../../../../src/main/desktop/opening/opening.ts'
import { noteRecentData } from '../../../../src/main/desktop/opening/recent-documents.ts'
import { recognise } from '../../../../src/main/desktop/opening/recognise.ts'
import { parseRecipe } from '../../../../src/shared/recipe.ts'
import { temporaryFolder } from '../../../support/temporary-folder.ts'

const electron = vi.hoisted(() => ({ app: null as unknown as EventEmitter }))
vi.mock('electron', () => ({
  get app() {
    return electron.app
  },
}))

const recent: string[] = []
let folder: string
let opening: Opening
const told = vi.fn()

beforeEach(async () => {
  folder = await temporaryFolder()
  await writeFile(join(folder, 'table.csv'), 'text,label\ngood,pos\n')
  recent.length = 0
  told.mockReset()
  electron.app = Object.assign(new EventEmitter(), {
    addRecentDocument: (path: string) => recent.push(path),
    clearRecentDocuments: () => recent.splice(0),
  })
  opening = new Opening()
})

test('What is given before there is a window is kept for it, and taken once', async () => {
  const preventDefault = vi.fn()
  const path = join(folder, 'table.csv')
  electron.app.emit('open-file', { preventDefault }, path)
  expect(preventDefault).toHaveBeenCalled()
  await vi.waitFor(() => {
    opening.tell(told)
    expect(told).toHaveBeenCalled()
  })
  expect(opening.take()).toEqual({ kind: 'data', path })
  expect(opening.take()).toBeNull()
})

test('A second start tells what it was given; what is no list of paths is nothing', async () => {
  opening.tell(told)
  electron.app.emit('second-instance', {}, [], '/', { paths: [folder] })
  await vi.waitFor(() => expect(opening.take()).toEqual({ kind: 'data', path: folder }))
  told.mockReset()
  for (const data of [undefined, { paths: 'all' }]) electron.app.emit('second-instance', {}, [], '/', data)
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(told).not.toHaveBeenCalled()
})

test('A folder with a recipe is a run, any other data', async () => {
  const run = join(folder, 'run')
  await mkdir(run)
  expect(await recognise(run)).toEqual({ kind: 'data', path: run })
  await writeFile(join(run, 'recipe.json'), JSON.stringify(parseRecipe({ dataset: '/texts', model: '/model' })))
  expect(await recognise(run)).toEqual({ kind: 'run', folder: run })
})

test.each(['rows.jsonl', 'ROWS.XLSX', 'rows.parquet', 'rows.csv.gz', 'labelled.txt'])('%s is data', async (name) => {
  await writeFile(join(folder, name), '')
  expect(await recognise(join(folder, name))).toMatchObject({ kind: 'data' })
})

test('What is not there, and what is neither, is named in a sentence', async () => {
  await writeFile(join(folder, 'picture.png'), '')
  const refusal = async (name: string): Promise<string> => {
    const found = await recognise(join(folder, name))
    return found.kind === 'refused' ? found.error.message : found.kind
  }
  expect(await refusal('gone.csv')).toBe(`${join(folder, 'gone.csv')} cannot be used: it is not there.`)
  expect(await refusal('picture.png')).toMatch(/picture\.png cannot be opened: it is no table .* no run\. Your data is/)
})

test('The system hears of data that is used, and not of other settings', () => {
  noteRecentData([], ['/a'])
  noteRecentData(['/a'], ['/a'])
  noteRecentData(['/a'], ['/b', '/a'])
  expect(recent).toEqual(['/a', '/b'])
  noteRecentData(['/b', '/a'], [])
  expect(recent).toEqual([])
  noteRecentData([], [])
})
