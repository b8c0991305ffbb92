import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { parseRecipe } from '../../../../src/shared/recipe.ts'
import type { SuspectsPage } from '../../../../src/shared/suspects.ts'
import { summaryOf } from '../../../renderer/fake-run.ts'
import { runCommand } from '../../../support/command-line.ts'
import { FakeTrainer } from '../../../support/fake-trainer.ts'
import { temporaryFolder } from '../../../support/temporary-folder.ts'

const [first, second] = ['a', 'b'].map((letter) => letter.repeat(64))
const suspect = { ordinal: 1, text: 'So\nbad', label: 1, probabilities: [0.96, 0.04], contradicts: false }
const page: SuspectsPage = {
  labels: ['neg', 'pos'],
  texts: 800,
  probable: 31,
  total: 2,
  suspects: [
    { ...suspect, digest: first },
    { ...suspect, digest: second, text: 'Dull', contradicts: true },
  ],
}

let trainer: FakeTrainer
let run: string

beforeEach(async () => {
  trainer = new FakeTrainer()
  trainer.answers.desk = ({ offset, limit }) => ({ ...page, suspects: page.suspects.slice(offset, offset + limit) })
  run = join(await temporaryFolder(), 'runs', 'one')
  await mkdir(run, { recursive: true })
  await writeFile(join(run, 'dataset.json'), JSON.stringify(summaryOf('reviews', ['neg', 'pos'])))
  await writeFile(join(run, 'recipe.json'), JSON.stringify(parseRecipe({ dataset: 'd', model: 'm' })))
})

const lastlayer = (...args: string[]): Promise<string> => runCommand(trainer, join(run, '..'), args)

const stored = async (): Promise<unknown> => JSON.parse(await readFile(join(run, 'corrections.json'), 'utf8'))

test('Suspects are listed with the likelier label', async () => {
  const text = await lastlayer('desk', 'one')
  expect(text).toMatch(/digest +label +rather +probability +corrected +text\n/)
  expect(text).toMatch(/aaaaaaaaaaaa +pos +neg +0\.960 +So bad\n/)
  expect(text).toContain('31 of 800 training texts probably have a wrong label.')
  const value: unknown = JSON.parse(await lastlayer('desk', 'one', '--json', '--limit', '1'))
  expect(value).toMatchObject({ total: 2, suspects: [{ digest: first, label: 'pos' }], corrections: [] })
})

test('Corrections are written beside those that there are, and taken back one by one', async () => {
  const text = await lastlayer('desk', 'one', '--relabel', 'aaaaaa=neg', '--leave-out', second)
  expect(text).toContain('2 texts are corrected, 1 of them left out.')
  expect(text).toContain(`npm run lastlayer -- finetune d --corrections ${run}\n`)
  expect(await stored()).toMatchObject({
    version: 1,
    corrections: [
      { digest: first, label: 'neg', text: null, isLeftOut: false },
      { digest: second, label: null, isLeftOut: true },
    ],
  })
  const listed = await lastlayer('desk', 'one')
  expect(listed).toMatch(/aaaaaaaaaaaa +pos +neg +0\.960 +now neg +So bad\n/)
  expect(listed).toMatch(/bbbbbbbbbbbb +pos +neg +0\.960 +left out +Dull\n/)
  trainer.asked.length = 0
  await lastlayer('desk', 'one', '--undo', first)
  // A whole digest needs no list to be looked up in.
  expect(trainer.asked).toEqual([])
  expect(await stored()).toMatchObject({ corrections: [{ digest: second }] })
})

test.each([
  [['--relabel', 'aaaaaa=good'], /DIGEST=LABEL with a label of the run \(neg, pos\), not aaaaaa=good/],
  [['--leave-out', 'cccccc'], /No text of the list begins with cccccc/],
  [['--leave-out', 'aa'], /No text of the list begins with aa/],
])('%j is refused, and nothing is written', async (flags, message) => {
  await expect(lastlayer('desk', 'one', ...flags)).rejects.toThrow(message)
  await expect(stored()).rejects.toThrow(/ENOENT/)
})

test('A damaged file of corrections is never written over', async () => {
  await writeFile(join(run, 'corrections.json'), 'mine')
  await expect(lastlayer('desk', 'one', '--leave-out', first)).rejects.toThrow(/corrections\.json is damaged/)
  expect(await readFile(join(run, 'corrections.json'), 'utf8')).toBe('mine')
})
