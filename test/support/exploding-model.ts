import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** A text for which the pattern below takes longer than the universe is old. */
export const exploding = `${'a'.repeat(60)}!`

interface TokenizerJson {
  pre_tokenizer: unknown
  normalizer: unknown
  added_tokens: object[]
}

/**
 * Gives a model folder's tokenizer a pattern that backtracks: where words are split, or where texts are normalized, which
 * its own tokens are as soon as it is built. Returns the folder.
 */
export async function makeExploding(folder: string, at: 'split' | 'normalizer' = 'split'): Promise<string> {
  const path = join(folder, 'tokenizer.json')
  const json = JSON.parse(await readFile(path, 'utf8')) as TokenizerJson
  const pattern = { Regex: '(a+)+$' }
  if (at === 'split') {
    const split = { type: 'Split', pattern, behavior: 'Isolated', invert: false }
    json.pre_tokenizer = { type: 'Sequence', pretokenizers: [split, json.pre_tokenizer] }
  } else {
    json.normalizer = { type: 'Sequence', normalizers: [json.normalizer, { type: 'Replace', pattern, content: '' }] }
    json.added_tokens.push({ id: 100, content: exploding, special: false, normalized: true })
  }
  await writeFile(path, JSON.stringify(json))
  // For the class of BERT these parts of the file do not count.
  await writeFile(join(folder, 'tokenizer_config.json'), '{"tokenizer_class":"PreTrainedTokenizerFast"}')
  return folder
}
