import { join } from 'node:path'
import { LastlayerError } from '../../../../shared/errors.ts'
import { weightsFile } from '../../../../shared/model-files.ts'
import { printable } from '../../../../shared/printable.ts'
import { namesIn } from '../../../disk/whole-folder.ts'
import { findFile, findOnnx, readJsonFile } from './folder-files.ts'

const useSafetensors = "Choose the model's safetensors version, or load it in Python and save it with save_pretrained"

/** What folders hold in place of weights that Lastlayer reads, and what to do. */
const otherWeights: readonly (readonly [name: RegExp, sentence: (name: string) => string])[] = [
  [
    /^pytorch_model.*\.(bin|json)$|\.(pt|pth|ckpt)$/,
    (name) =>
      `has its weights as ${name} only. Pickled files can run code, so it was not opened: ` +
      `convert it to ${weightsFile} or download the model's safetensors version`,
  ],
  [/\.gguf$/i, (name) => `has its weights as ${name}, for llama.cpp. ${useSafetensors}`],
  [
    /^tf_model.*\.h5$|^saved_model\.pb$|\.ckpt\./,
    (name) => `has its weights as ${name}, for TensorFlow. ${useSafetensors}`,
  ],
  [/\.msgpack$/, (name) => `has its weights as ${name}, for Flax. ${useSafetensors}`],
  [/\.safetensors$/, (name) => `has no ${weightsFile}, but ${name}. Rename it if these are the model's weights`],
]
/** Files that stand beside weights, whatever these are. */
const isNoModel = /^(model\.safetensors|training_args\.bin|optimizer\.pt|scheduler\.pt|rng_state.*\.pth)$/
const sentencePiece = /\.model$|^spiece|^sentencepiece/

/** The error for a model folder that lacks a file: what there is instead, and what to do. */
export async function unfit(folder: string, lacking: string): Promise<LastlayerError> {
  const names = (await namesIn(folder)).sort()
  const say = (sentence: string): LastlayerError => new LastlayerError('model', `${folder} ${sentence}.`)
  if (names.includes('adapter_config.json')) {
    const base = await adapterBase(folder)
    return say(
      `holds an adapter${base}, not a whole model. ` +
        'Merge the two in Python with merge_and_unload, and save that with save_pretrained',
    )
  }
  if (lacking === weightsFile && (await findOnnx(folder)) !== null) {
    return say(
      `holds an ONNX export, which can answer but not be fine-tuned: that needs ${weightsFile}. ` +
        'Export the run to huggingface for it',
    )
  }
  if (lacking === 'tokenizer.json') {
    const name = names.find((name) => sentencePiece.test(name))
    if (name !== undefined) {
      return say(`has a SentencePiece tokenizer (${name}), and models with one are not supported. Choose another model`)
    }
  } else {
    for (const [pattern, sentence] of otherWeights) {
      const name = names.find((name) => pattern.test(name) && !isNoModel.test(name))
      if (name !== undefined) return say(sentence(printable(name)))
    }
  }
  const inner = lacking === 'config.json' ? await innerModel(folder, names) : null
  if (inner !== null) return say(`has no ${lacking}, but the folder ${printable(inner)} in it does. Choose that one`)
  return say(`has no ${lacking}. Choose a folder with config.json, tokenizer.json and ${weightsFile}`)
}

async function adapterBase(folder: string): Promise<string> {
  const about = await readJsonFile(folder, 'adapter_config.json').catch(() => null)
  const base = typeof about === 'object' && about !== null && 'base_model_name_or_path' in about ? about.base_model_name_or_path : null // prettier-ignore
  return typeof base === 'string' ? ` for ${printable(base.slice(0, 100))}` : ''
}

/** A folder below with a config.json, as training programs and the hub's cache lay them. */
async function innerModel(folder: string, names: readonly string[]): Promise<string | null> {
  const snapshots = names.includes('snapshots') ? await namesIn(join(folder, 'snapshots')).catch(() => []) : []
  for (const name of [...snapshots.map((name) => join('snapshots', name)), ...names].slice(0, 100)) {
    const found = await findFile(folder, join(name, 'config.json')).catch(() => null)
    if (found !== null) return name
  }
  return null
}
