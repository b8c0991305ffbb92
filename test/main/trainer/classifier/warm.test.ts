import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Classifier } from '../../../../src/main/trainer/classifier/classifier.ts'
import { WarmClassifier } from '../../../../src/main/trainer/classifier/warm.ts'
import { makeTinyModel } from '../../../support/tiny-model.ts'

const log: string[] = []
const open = Classifier.open
vi.spyOn(Classifier, 'open').mockImplementation(async (path) => {
  log.push(`open ${path}`)
  const classifier = await open(path)
  vi.spyOn(classifier, 'close').mockImplementation(async () => void log.push(`close ${path}`))
  return classifier
})

const make = (seed: number): Promise<string> => makeTinyModel({ family: 'distilbert', labels: ['neg', 'pos'], seed })
const [a, b] = await Promise.all([make(1), make(2)])
const nothing = async (): Promise<void> => undefined

let warm: WarmClassifier
beforeEach(() => {
  log.length = 0
  warm = new WarmClassifier(50)
})
afterEach(() => warm.close())

test('A former model is closed before another is opened', async () => {
  await warm.use(a, nothing)
  await warm.use(b, nothing)
  await warm.close()
  expect(log).toEqual([`open ${a}`, `close ${a}`, `open ${b}`, `close ${b}`])
})

test('A model that nobody asks for is closed after a while', async () => {
  await warm.use(a, nothing)
  await warm.use(a, nothing)
  expect(log).toEqual([`open ${a}`])
  await vi.waitFor(() => expect(log).toEqual([`open ${a}`, `close ${a}`]))
})

test('A model is not closed while it is used, however long that takes', async () => {
  await warm.use(a, () => new Promise((resolve) => setTimeout(resolve, 150)))
  expect(log).toEqual([`open ${a}`])
})

test('What is closed or replaced while it is used is closed after its use, once', async () => {
  let finish: () => void = () => undefined
  const long = warm.use(a, () => new Promise<void>((resolve) => (finish = resolve)))
  await vi.waitFor(() => expect(log).toEqual([`open ${a}`]))
  await warm.use(b, nothing)
  await warm.close()
  expect(log).toEqual([`open ${a}`, `open ${b}`, `close ${b}`])
  finish()
  await long
  expect(log).toEqual([`open ${a}`, `open ${b}`, `close ${b}`, `close ${a}`])
})

test('Two questions at once open it once', async () => {
  await warm.use(a, nothing)
  await Promise.all([warm.use(a, nothing), warm.use(a, nothing)])
  expect(log).toEqual([`open ${a}`])
})

test('A model that failed, or cannot be opened, is not kept', async () => {
  const failing = warm.use(a, () => Promise.reject(new Error('It does not answer.')))
  await expect(failing).rejects.toThrow('It does not answer.')
  expect(log).toEqual([`open ${a}`, `close ${a}`])
  await expect(warm.use(`${a}/none`, nothing)).rejects.toMatchObject({ code: 'model' })
  await warm.use(a, nothing)
  expect(log).toEqual([`open ${a}`, `close ${a}`, `open ${a}/none`, `open ${a}`])
})
