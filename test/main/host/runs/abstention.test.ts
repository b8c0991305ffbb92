import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { abstain, keepAbstention } from '../../../../src/main/host/runs/abstention.ts'
import { readAbstention } from '../../../../src/main/run-files/model-config.ts'
import { LastlayerError } from '../../../../src/shared/errors.ts'
import { FakeTrainer } from '../../../support/fake-trainer.ts'
import { modelFolderFacts as facts } from '../../../support/report-facts.ts'
import { temporaryFolder } from '../../../support/temporary-folder.ts'

const config = { model_type: 'distilbert', lastlayer: { max_length: 256, text_columns: 'body' } }

let run: string
beforeEach(async () => {
  run = await temporaryFolder()
  await mkdir(join(run, 'model'))
  await writeFile(join(run, 'model', 'config.json'), JSON.stringify(config))
})

const written = async () => JSON.parse(await readFile(join(run, 'model', 'config.json'), 'utf8'))

test('A threshold is kept with the model of a run, changed, and taken away, all else staying as it is', async () => {
  await writeFile(join(run, 'recipe.json'), '{}')
  expect(await readAbstention(run)).toBeNull()
  await keepAbstention(run, 0.8)
  expect(await readAbstention(run)).toBe(0.8)
  expect(await written()).toEqual({ ...config, lastlayer: { ...config.lastlayer, abstain_below: 0.8 } })
  await keepAbstention(run, 0.9)
  expect(await readAbstention(run)).toBe(0.9)
  await keepAbstention(run, null)
  expect(await written()).toEqual(config)
})

test('The card and the report of the run are written anew, or the threshold stays as it was', async () => {
  await writeFile(join(run, 'recipe.json'), '{}')
  const trainer = new FakeTrainer()
  trainer.answers.report = async () => {
    const below = String(await readAbstention(run))
    return { facts, markdown: `card: ${below}`, html: `page: ${below}` }
  }
  await abstain(trainer, run, 0.8)
  expect(await readFile(join(run, 'model-card.md'), 'utf8')).toBe('card: 0.8')
  expect(await readFile(join(run, 'report.html'), 'utf8')).toBe('page: 0.8')

  trainer.answers.report = () => {
    throw new LastlayerError('output', 'The disk is full.')
  }
  await expect(abstain(trainer, run, 0.9)).rejects.toMatchObject({ code: 'output' })
  expect(await readAbstention(run)).toBe(0.8)
})

test('What is no run is left alone', async () => {
  await expect(keepAbstention(run, 0.8)).rejects.toMatchObject({ code: 'model' })
  expect(await written()).toEqual(config)
})
