import { Tokenizer } from '@huggingface/tokenizers'
import { join } from 'node:path'
import { LastlayerError, reasonOf } from '../../../shared/errors.ts'
import type { TokenizerJson } from '../model/tokenizer/build.ts'
import { readTokenizer, type TokenizerPlace } from '../model/tokenizer/tokenizer-file.ts'
import { tokenizingLimit, type Limited } from './tokenizing-limit.ts'

/**
 * Builds the tokenizer of a folder as transformers.js will, which applies its patterns where no limit can be set, and
 * returns it with the limit under which to work with it.
 * @throws LastlayerError `model` if it cannot be built
 */
export function tryTokenizer(place: TokenizerPlace): { readonly json: TokenizerJson; readonly limited: Limited } {
  const path = join(place.path, 'tokenizer.json')
  const json = readTokenizer(place)
  const limited = tokenizingLimit(json, path)
  try {
    limited(0, () => new Tokenizer(json, {}))
  } catch (cause) {
    if (cause instanceof LastlayerError) throw cause
    throw new LastlayerError('model', `${path} cannot be used: ${reasonOf(cause)}. Choose another model.`, { cause })
  }
  return { json, limited }
}
