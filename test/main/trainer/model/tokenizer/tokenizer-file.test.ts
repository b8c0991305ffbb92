import { expect, test } from 'vitest'
import { readTokenizer } from '../../../../../src/main/trainer/model/tokenizer/tokenizer-file.ts'
import { TextTokenizer } from '../../../../../src/main/trainer/tokens/tokenizer.ts'
import { changed, placeOf, readings } from '../../../../support/readings.ts'

const { texts, changes } = readings

test.each(changes)('$base, $title: the ids are those of transformers', ({ base, files, ids }) => {
  const tokenizer = TextTokenizer.open(placeOf(changed(base, files)))
  const actual = texts.map((text) => [text, [...tokenizer.encode(text, 512).ids]])
  expect(actual).toEqual(texts.map((text, i) => [text, ids[i]]))
})

test.each(changes)(
  '$base, $title: what is written is read alike, alone and beside the other files',
  ({ base, files }) => {
    const given = changed(base, files)
    const whole = readTokenizer(placeOf(given))
    expect(readTokenizer(placeOf({ ...given, 'tokenizer.json': { ...whole } }))).toEqual(whole)
  },
)
