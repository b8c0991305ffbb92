/** The weights of a model, in Hugging Face's layout. */
export const weightsFile = 'model.safetensors'

/** Whether a file of a model, by its name, holds weights. */
export function isWeights(name: string): boolean {
  return /\.(safetensors|onnx|onnx_data)$/.test(name)
}

/** The files of a model beside its weights. */
export const textFiles = [
  'config.json',
  'tokenizer.json',
  'tokenizer_config.json',
  'vocab.txt',
  'vocab.json',
  'merges.txt',
  'special_tokens_map.json',
  'added_tokens.json',
] as const
export type TextFile = (typeof textFiles)[number]

/** The largest of those files that is read. */
export const maxTextBytes = 64 * 2 ** 20
