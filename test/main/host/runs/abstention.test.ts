import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { keepAbstention, readAbstention } from '../../../../src/main/host/runs/abstention.ts'
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

test('What is no run is left alone', async () => {
  await expect(keepAbstention(run, 0.8)).rejects.toMatchObject({ code: 'model' })
  expect(await written()).toEqual(config)
})
