import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { createProgram } from '../../../../src/main/cli/program.ts'
import { Screen } from '../../../../src/main/cli/screen/screen.ts'
import { captureOutput } from '../../../support/captured-output.ts'
import { FakeTrainer } from '../../../support/fake-trainer.ts'
import { modelFolderFacts } from '../../../support/report-facts.ts'
import { temporaryFolder } from '../../../support/temporary-folder.ts'

let run: string
let trainer: FakeTrainer

beforeEach(async () => {
  trainer = new FakeTrainer()
  trainer.answers.report = () => ({ facts: modelFolderFacts, markdown: '# Card', html: '<title>Page</title>' })
  run = join(await temporaryFolder(), 'runs', 'one')
  await mkdir(run, { recursive: true })
})

async function lastlayer(...args: string[]): Promise<string> {
  const output = captureOutput()
  const runs = join(run, '..')
  const places = { runs, cache: runs, models: runs }
  const session = { host: trainer, screen: new Screen(), places, signal: new AbortController().signal }
  await createProgram(session).parseAsync(args, { from: 'user' })
  return output.stdout
}

test('Both forms are written into the folder of the run, over those that are there', async () => {
  await writeFile(join(run, 'report.html'), 'old')
  expect(await lastlayer('report', 'one')).toContain(join(run, 'report.html'))
  expect((await readdir(run)).sort()).toEqual(['model-card.md', 'report.html'])
  expect(await readFile(join(run, 'report.html'), 'utf8')).toBe('<title>Page</title>')
  expect(trainer.asked).toEqual([{ command: 'report', params: { run } }])
})

test('One of them goes where it is wanted, by its extension, and as JSON come the facts', async () => {
  const out = join(run, 'card.md')
  const value: unknown = JSON.parse(await lastlayer('report', 'one', '--out', out, '--json'))
  expect(value).toEqual({ files: [out], facts: modelFolderFacts })
  expect(await readdir(run)).toEqual(['card.md'])
  expect(await readFile(out, 'utf8')).toBe('# Card')
})

test('A file that is there, or of no such form, is refused before anything is asked', async () => {
  await writeFile(join(run, 'mine.html'), 'mine')
  await expect(lastlayer('report', 'one', '--out', join(run, 'mine.html'))).rejects.toThrow(/is there already/)
  await expect(lastlayer('report', 'one', '--out', join(run, 'report.pdf'))).rejects.toThrow(
    /must end in \.html or \.md/,
  )
  expect(trainer.asked).toEqual([])
  expect(await readFile(join(run, 'mine.html'), 'utf8')).toBe('mine')
})
