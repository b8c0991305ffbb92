import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { writeSealed } from '../../../src/main/disk/sealed-json.ts'
import { sealedLine } from '../../../src/main/run-files/json-lines.ts'
import { readReport } from '../../../src/main/run-files/kept-file.ts'
import { runVersion } from '../../../src/shared/run-files.ts'
import { runReport } from '../../support/run-report.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

async function finishedRun(): Promise<{ run: string; file: string; log: string }> {
  const run = await temporaryFolder()
  const [file, log] = [join(run, 'report.json'), join(run, 'events.jsonl')]
  await writeSealed(file, { version: runVersion, ...runReport() })
  await writeFile(log, sealedLine({ seq: 1, time: 1, kind: 'finished', report: runReport() }))
  return { run, file, log }
}

async function change(path: string, from: string, to: string): Promise<void> {
  await writeFile(path, (await readFile(path, 'utf8')).replace(from, to))
}

test('A report with a changed figure is not shown: the log tells the true one', async () => {
  const { run, file } = await finishedRun()
  const { value: truth } = await readReport(run)
  expect(truth).toMatchObject({ after: { accuracy: 0.9 } })
  await change(file, '"accuracy": 0.9', '"accuracy": 0.6')
  expect(await readReport(run)).toEqual({ state: 'damaged', value: truth })
})

test('A report that is gone is told by the log, too; nothing tells it where that is damaged as well', async () => {
  const { run, file, log } = await finishedRun()
  await rm(file)
  expect(await readReport(run)).toMatchObject({ state: 'missing', value: { after: { accuracy: 0.9 } } })
  await change(log, '"accuracy":0.9', '"accuracy":0.6')
  expect(await readReport(run)).toEqual({ state: 'missing', value: null })
})

test('A report of a later version is not read, and one that lacks a figure is not damaged', async () => {
  const { run, file, log } = await finishedRun()
  await writeSealed(file, { ...runReport(), version: runVersion + 1 })
  expect(await readReport(run)).toEqual({ state: 'later', value: null })
  await rm(log)
  await writeSealed(file, { version: runVersion, before: 1 })
  expect(await readReport(run)).toEqual({ state: 'unfit', value: null })
})
