import { beforeAll, describe, expect, test } from 'vitest'
import { bundledModel } from '../../../../src/main/host/paths.ts'
import { openModel } from '../../../../src/main/trainer/model/locate-model.ts'
import { TokenCheck } from '../../../../src/main/trainer/tokens/token-check.ts'
import { TextTokenizer } from '../../../../src/main/trainer/tokens/tokenizer.ts'
import { inEnglish } from '../../../in-english.ts'

// The bundled model: a vocabulary of 8,192 English word pieces.
let tokenizer: TextTokenizer
beforeAll(async () => {
  const model = await openModel(bundledModel())
  tokenizer = await TextTokenizer.open(model)
  await model.close()
})

function findings(texts: readonly string[], maxLength = 64) {
  const check = new TokenCheck(tokenizer.unknown)
  texts.forEach((text, i) => {
    check.add(tokenizer.encode(text, maxLength), text, () => ({ file: 'a.csv', line: i + 2, text, label: 'a' }))
  })
  return inEnglish(check.findings())
}

const times = (count: number, text: string): string[] => new Array<string>(count).fill(text)
const english = 'The delivery was late and the driver left the parcel in the rain; I want my money back, please.'

describe('The check of a vocabulary', () => {
  test.each([
    ['English', english],
    ['a stack trace', 'TypeError: Cannot read properties of undefined (reading "map") at https://example.com/a/b?c=12'],
    ['a tweet', '@united thx for the gr8 service!!! #fail lol omg never fly again http://t.co/Xy12ab smh'],
  ])('says nothing of %s', (_, text) => {
    expect(findings(times(20, text))).toEqual([])
  })

  test.each([
    ['Russian', 'Доставка опоздала на три дня, и водитель оставил посылку под дождём.'],
    ['Chinese', '快递晚了三天，司机把包裹放在雨中；我要退款。'],
    ['Arabic', 'تأخر التسليم ثلاثة أيام وترك السائق الطرد في المطر.'],
    ['Hindi', 'डिलीवरी तीन दिन देर से हुई और ड्राइवर ने पार्सल बारिश में छोड़ दिया।'],
  ])('warns that the tokens of %s are unknown, and shows texts', (_, text) => {
    const [found] = findings(times(20, text))
    expect(found).toMatchObject({ kind: 'tokens', severity: 'warning' })
    expect(found.sentence).toMatch(/^\d+ % of the tokens are unknown to this model: it was trained on another language/)
    expect(found.rows?.[0]).toEqual({ file: 'a.csv', line: 2, text, label: 'a' })
    expect(found.rows).toHaveLength(10)
  })

  test.each([
    ['German', 'Die Lieferung kam zu spät und der Fahrer hat das Paket im Regen stehen lassen; ich möchte mein Geld.'],
    ['Finnish', 'Toimitus oli myöhässä ja kuljettaja jätti paketin sateeseen; haluan rahani takaisin.'],
    ['Spanish', 'La entrega llegó con retraso y el conductor dejó el paquete bajo la lluvia; quiero mi dinero.'],
  ])('notes that words of %s fall apart', (_, text) => {
    expect(findings(times(20, text))).toMatchObject([
      { severity: 'note', sentence: expect.stringMatching(/^A word takes [1-4]\.\d tokens/) },
    ])
  })

  test('tells of a few texts in another script among many that fit', () => {
    const mixed = [...times(97, english), ...times(3, 'Посылка под дождём')]
    expect(findings(mixed)).toMatchObject([{ severity: 'note', rows: [{ line: 99 }, { line: 100 }, { line: 101 }] }])
    expect(findings(mixed)[0].sentence).toMatch(/^3\.0 % of the texts/)
  })

  test('counts only what the model reads', () => {
    expect(findings(times(20, `${english} Посылка под дождём`), 12)).toEqual([])
  })

  test('says nothing of no texts, or of a text without a word', () => {
    expect(findings([])).toEqual([])
    expect(findings(['', ' '])).toEqual([])
  })
})
