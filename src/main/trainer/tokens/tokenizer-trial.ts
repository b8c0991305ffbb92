import { Tokenizer } from '@huggingface/tokenizers'
import { join } from 'node:path'
import { LastlayerError } from '../../../shared/errors.ts'
import { missing, readJsonFile } from '../model/files/folder-files.ts'
import { tokenizingLimit, type Limited } from './tokenizing-limit.ts'

/**
 * Builds the tokenizer of a folder as transformers.js will, which applies its patterns where no limit can be set, and
 * returns the limit under which to work with it.
 * @throws LastlayerError `model` if it cannot be built
 */
export async function tryTokenizer(folder: string): Promise<Limited> {
  const path = join(folder, 'tokenizer.json')
  const json = await readJsonFile(folder, 'tokenizer.json')
  if (json === null) throw missing(folder, 'tokenizer.json')
  const limited = tokenizingLimit(json, path)
  const settings = await readJsonFile(folder, 'tokenizer_config.json')
  try {
    limited(0, () => new Tokenizer(json as object, settings ?? {}))
  } catch (cause) {
    if (cause instanceof LastlayerError) throw cause
    const reason = cause instanceof Error ? cause.message.replace(/\.$/, '') : String(cause)
    throw new LastlayerError('model', `${path} cannot be used: ${reason}. Choose another model.`, { cause })
  }
  return limited
}
