import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, expect } from 'vitest'
import type { DatasetOptions } from '../../../../src/main/trainer/dataset/dataset.ts'
import { openDataset, type SourceItem } from '../../../../src/main/trainer/dataset/source.ts'
import { datasetChoice, type DatasetChoice } from '../../../../src/shared/dataset-settings.ts'
import { LastlayerError } from '../../../../src/shared/errors.ts'

const root = mkdtempSync(join(tmpdir(), 'lastlayer-dataset-'))
let made = 0
afterAll(() => rmSync(root, { recursive: true, force: true }))

/** Writes a new folder of files, given as path to content, and returns its path. */
export function folderOf(files: Record<string, string | Uint8Array>): string {
  const folder = join(root, String(made++))
  mkdirSync(folder)
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
  return folder
}

/** Writes one file into a new folder and returns its path. */
export function fileOf(name: string, content: string | Uint8Array): string {
  return join(folderOf({ [name]: content }), name)
}

export function optionsFor(dataset: string, changes: Partial<DatasetOptions> = {}): DatasetOptions {
  return {
    ...datasetChoice.parse({ dataset }),
    smallRun: false,
    testShare: 0.25,
    seed: 7,
    validationShare: 0,
    ...changes,
  }
}

export async function readItems(dataset: string, changes: Partial<DatasetChoice> = {}): Promise<SourceItem[]> {
  const source = await openDataset({ ...optionsFor(dataset), ...changes })
  const items: SourceItem[] = []
  for await (const item of source.items()) items.push(item)
  return items
}

/** Items in short: `[label, text]` of a row, `[line, reason]` of a rejected one. */
export async function readShort(dataset: string, changes: Partial<DatasetChoice> = {}): Promise<unknown[]> {
  const items = await readItems(dataset, changes)
  return items.map((item) =>
    item.kind === 'row' ? [item.label, item.text] : [item.row.line, item.row.reason.replace(/[.:].*$/s, '')],
  )
}

/** The message of the `dataset` error that a promise ends in. */
export async function faultOf(promise: Promise<unknown>): Promise<string> {
  const error: unknown = await promise.then(
    () => expect.fail('no error'),
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(LastlayerError)
  expect((error as LastlayerError).code).toBe('dataset')
  return (error as LastlayerError).message
}
