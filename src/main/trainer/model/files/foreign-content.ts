import { LastlayerError } from '../../../../shared/errors.ts'

/** How many of a file's first bytes {@link refuseForeign} looks at. */
export const tellingBytes = 64

const kinds: readonly (readonly [begins: RegExp, sentence: string])[] = [
  [
    /^version https:\/\/git-lfs/,
    'is a Git LFS pointer in place of the file itself. Run "git lfs pull" in the folder that was cloned',
  ],
  [
    /^\s*<(!doctype|html)/i,
    'is a web page in place of the file itself. Download it again, signed in if the model asks for it',
  ],
  [/^PK\x03\x04/, "is a zip file, as PyTorch pickles weights. Choose the model's safetensors version"],
  [
    /^\x80[\x02-\x05]/,
    `is a pickled file, which can run code, so it was not opened. Choose the model's safetensors version`,
  ],
  [/^GGUF/, "is a GGUF file, for llama.cpp. Choose the model's safetensors version"],
  [/^\x89HDF/, "is an HDF5 file, of TensorFlow. Choose the model's safetensors version"],
]

/**
 * Refuses a file that is another one than its name says, by its first bytes.
 * @throws LastlayerError `model`: what it is, and what to do
 */
export function refuseForeign(name: string, bytes: Uint8Array): void {
  const begin = Buffer.from(bytes.subarray(0, tellingBytes)).toString('latin1')
  const kind = kinds.find(([begins]) => begins.test(begin))
  if (kind !== undefined) throw new LastlayerError('model', `${name} ${kind[1]}.`)
}
