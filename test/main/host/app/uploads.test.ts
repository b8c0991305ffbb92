import { basename } from 'node:path'
import { expect, test } from 'vitest'
import { withNames, withUploads } from '../../../../src/main/host/app/uploads.ts'
import { temporaryFolder } from '../../../support/tiny-model.ts'

const uploads = ['letters.xlsx', '0.csv'].map((name) => ({ name, base64: btoa('x') }))

test('A sentence names an uploaded file as the person does, be it by its path or by the last part of it', async () => {
  await withUploads(uploads, await temporaryFolder(), async (names) => {
    const [first = '', second = ''] = names.keys()
    const sentence = `${basename(first)} has 2 sheets; ${second} is empty; "0.xlsx" and "1.csv" are the person's words.`
    expect(withNames(sentence, names)).toBe(
      'letters.xlsx has 2 sheets; 0.csv is empty; "0.xlsx" and "1.csv" are the person\'s words.',
    )
  })
})
