import { appendFile, cp, rm, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { predict } from '../../../../src/main/trainer/commands/predict.ts'
import { Classifier } from '../../../../src/main/trainer/classifier/classifier.ts'
import { makeTinyModel, temporaryFolder } from '../../../support/tiny-model.ts'

const open = vi.spyOn(Classifier, 'open')
const make = (seed: number): Promise<string> => makeTinyModel({ family: 'distilbert', labels: ['neg', 'pos'], seed })

let model: string
beforeEach(async () => {
  open.mockClear()
  model = await make(1)
})
afterEach(() => vi.restoreAllMocks)

async function probabilities(path: string): Promise<number[]> {
  const { predictions } = await predict({ model: path, texts: ['good'], files: [] }, new AbortController().signal)
  return predictions[0].probs
}

test('A second prediction finds the model open, by whatever path', async () => {
  const first = await probabilities(model)
  const link = join(await temporaryFolder(), 'link')
  await symlink(model, link)
  expect([await probabilities(model), await probabilities(link)]).toEqual([first, first])
  expect(open).toHaveBeenCalledTimes(1)
})

test('A model whose files have changed is opened anew', async () => {
  const former = await probabilities(model)
  await cp(join(await make(2), 'model.safetensors'), join(model, 'model.safetensors'))
  expect(await probabilities(model)).not.toEqual(former)
  await appendFile(join(model, 'config.json'), '\n')
  await probabilities(model)
  expect(open).toHaveBeenCalledTimes(3)
})

test('Another model takes the place of the one that was open', async () => {
  const other = await make(2)
  const first = await probabilities(model)
  expect(await probabilities(other)).not.toEqual(first)
  expect(await probabilities(model)).toEqual(first)
  expect(open).toHaveBeenCalledTimes(3)
})

test('A model that was open and is gone cannot answer', async () => {
  await probabilities(model)
  await rm(model, { recursive: true })
  await expect(probabilities(model)).rejects.toMatchObject({ code: 'model' })
})
