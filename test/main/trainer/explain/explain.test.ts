import { beforeAll, expect, test } from 'vitest'
import { startBackend, tf } from '../../../../src/main/trainer/backend/tf.ts'
import { Classifier } from '../../../../src/main/trainer/classifier/classifier.ts'
import { explain } from '../../../../src/main/trainer/explain/explain.ts'
import { families } from '../../../../src/main/trainer/model/families/families.ts'
import { makeTinyModel } from '../../../support/tiny-model.ts'

beforeAll(async () => void (await startBackend()))
const { signal } = new AbortController()

test.each(families)('The words of a text are weighed for the label that a $name model answers', async ({ name }) => {
  const model = await makeTinyModel({ family: name, labels: ['a', 'b', 'c'] })
  const text = 'the film was good and <br /> the end was bad'
  const before = tf.memory().numTensors
  const told = await explain({ model, text }, signal)
  expect(tf.memory().numTensors).toBe(before)
  const classifier = await Classifier.open(model)
  const [scored] = await classifier.score([told.text], signal)
  await classifier.close()
  const logits = [...scored.logits]
  expect(told.label).toBe(['a', 'b', 'c'][logits.indexOf(Math.max(...logits))])
  expect(told.text).not.toContain('<br')
  const words = told.words.map(({ start, stop }) => told.text.slice(start, stop))
  expect(words.join(' ')).toBe(told.text.split(/\s+/).slice(0, words.length).join(' '))
  expect(told.words.every(({ attention }) => attention > 0)).toBe(true)
  const sum = told.rest + told.words.reduce((sum, { gradients }) => sum + gradients, 0)
  expect(Math.abs(sum - told.difference)).toBeLessThan(0.02 * Math.abs(told.difference) + 1e-3)
})
