import fc from 'fast-check'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { bert } from './inputs/model-files.ts'
import { sheetsOfWorkbook, tableInputs, textInputs } from './inputs/tables.ts'
import { drawn, worst, type Files, type Target, type Verdict } from './target.ts'
import type { Trainer } from './trainer.ts'

/** Settings with which a table is read; most of the time as it comes. */
const settings = fc.oneof(
  { weight: 3, arbitrary: fc.constant({}) },
  {
    weight: 1,
    arbitrary: fc.record(
      {
        header: fc.constantFrom('auto', 'yes', 'no'),
        separator: fc.constantFrom(',', ';', '\t', '::', '|', ' '),
        encoding: fc.constantFrom('utf-8', 'utf-16le', 'utf-16be', 'shift_jis', 'windows-1252', 'utf-32le', 'utf-7'),
        textColumn: fc.constantFrom('text', 'a.b', '{text}: {label}', 'text,label', 'column 1', '__proto__', '0'),
        labelColumn: fc.constantFrom('label', 'a.0.b', 'column 2', 'constructor'),
        splitBy: fc.constantFrom('text', 'id'),
        mergeCase: fc.boolean(),
        dropDuplicates: fc.boolean(),
        resplit: fc.boolean(),
        singleTexts: fc.constantFrom('leave-out', 'train'),
      },
      { requiredKeys: [] },
    ),
  },
)
export const settingsFile = 'settings.json'

/** Writes a model with which texts can be read, and returns its folder. */
export function writeModel(model: string): string {
  mkdirSync(model)
  for (const [name, content] of Object.entries(bert)) writeFileSync(join(model, name), content)
  return model
}

/** Every reader of datasets, as the page asks for them. */
export async function datasetTargets(trainer: Trainer, model: string): Promise<Target[]> {
  const tables = Object.entries(tableInputs(await sheetsOfWorkbook())).map(([form, inputs]) => ({
    name: `dataset, ${form}`,
    inputs: drawn(
      fc.tuple(inputs, settings).map(([files, chosen]): Files => ({
        ...files,
        [settingsFile]: Buffer.from(JSON.stringify(chosen)),
      })),
    ),
    try: (folder: string, files: Files) => readDataset(trainer, model, folder, files),
  }))
  const texts = {
    name: 'texts of their own',
    inputs: drawn(textInputs),
    try: (folder: string) => trainer.ask('predict', { model, texts: [], files: [join(folder, 'x.txt')] }),
  }
  return [...tables, texts]
}

/** Reads a dataset in every way in which it can be read. */
export async function readDataset(trainer: Trainer, model: string, folder: string, files: Files): Promise<Verdict> {
  const [first = ''] = Object.keys(files)
  const path = join(folder, first.split('/')[0])
  const chosen = JSON.parse(Buffer.from(files[settingsFile] ?? '{}').toString('utf8')) as Record<string, string>
  const choice = { dataset: path, ...chosen }
  const { textColumn, encoding, separator, header } = chosen
  const reading = { textColumn, encoding, separator, header } as object
  const read = await trainer.ask('inspect', { choice, model, maxLength: 32 })
  const shown = await trainer.ask('preview', { choice })
  // Its answers take the longest, and its readers are the same.
  if ((files[first]?.length ?? 0) % 4 > 0) return worst([read, shown])
  return worst([read, shown, await trainer.ask('predictTable', { model, path, reading, withOwn: true })])
}
