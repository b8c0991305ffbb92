import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, test } from 'vitest'
import { TermCounter } from '../../../../src/main/trainer/yardsticks/tf-idf.ts'
import { wordsOf } from '../../../../src/main/trainer/yardsticks/words.ts'

const texts = [
  'The film was good, really good.',
  'A bad film; not good at all',
  'Good acting but a bad, bad plot',
  "It's 2 hours of my life",
  'élan vital and déjà vu',
]

function counted(some: readonly string[], most = Infinity) {
  const counter = new TermCounter()
  for (const text of some) counter.add(text)
  return counter.finish(most)
}

describe('TF-IDF', () => {
  const { vocabulary, features } = counted(texts)

  test('has the terms and weights of scikit-learn', () => {
    // TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
    expect(vocabulary.size).toBe(45)
    const first = Array.from(features.values.subarray(0, features.starts[1])).sort()
    const theirs = [0.255942, ...new Array<number>(8).fill(0.317234), 0.359718]
    expect(first).toEqual(theirs.map((value) => expect.closeTo(value, 5)))
  })

  test('passes over words that it does not know', () => {
    const known = vocabulary.features(['good good film unheard of'])
    expect(Array.from(known.values).sort()).toEqual([0.470797, 0.58354, 0.661688].map((x) => expect.closeTo(x, 5)))
    expect(vocabulary.features(['unheard']).values).toHaveLength(0)
  })

  test('leaves out all terms of as few texts alike, whichever came first', () => {
    const few = counted(['one two', 'two three', 'three four', 'four two'], 5)
    const reversed = counted(['four two', 'three four', 'two three', 'one two'], 5)
    // Two, three and four are in two texts or more.
    expect(few.vocabulary.size).toBe(3)
    expect(reversed.vocabulary.size).toBe(3)
  })
})

test('The features of many texts take eight bytes a term, and none of the JavaScript heap', () => {
  setFlagsFromString('--expose-gc')
  const collectGarbage = runInNewContext('gc') as () => void
  const heap = (): number => {
    collectGarbage()
    return process.memoryUsage().heapUsed
  }
  const [count, length] = [5000, 200]
  const words = Array.from({ length }, (_, i) => `word${i}`).join(' ')
  const { vocabulary } = counted([words])
  const ids = Uint32Array.from({ length }, (_, i) => i + 1)
  const before = heap()
  let most = 0
  // Looked at when all but the last have been gone through.
  const many = new Proxy(new Array<Uint32Array>(count).fill(ids), {
    get: (target, key, receiver) => {
      if (key === String(count - 1)) most = heap()
      return Reflect.get(target, key, receiver) as unknown
    },
  })
  const { values } = vocabulary.featuresOf(many)
  expect(values).toHaveLength(count * (2 * length - 1))
  expect(most).toBeGreaterThan(0)
  expect(most - before).toBeLessThan(values.length)
})

describe('wordsOf', () => {
  test.each([
    ["It's 2 hours, ISN'T it?", ['it', 'hours', 'isn', 'it']],
    ['नमस्ते दुनिया', ['नमस्ते', 'दुनिया']],
    ['我喜欢这部电影。', ['我', '喜欢', '这', '部', '电影']],
    ['映画はとても良い', ['映画', 'は', 'とても', '良い']],
  ])('divides %s', (text, words) => {
    expect(wordsOf(text)).toEqual(words)
  })

  test('reads no more than 2,000 words of a text', () => {
    expect(wordsOf('word '.repeat(5000))).toHaveLength(2000)
  })
})
