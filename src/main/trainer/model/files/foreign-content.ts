import { LastlayerError } from '../../../../shared/errors.ts'
import { openToRead } from '../../../disk/confinement.ts'

/** How many of a file's first bytes {@link refuseForeign} looks at. */
export const tellingBytes = 64

const safetensors = "Choose the model's safetensors version"
const page = 'is a web page in place of the file itself. Download it again, signed in if the model asks for it'
const pickled = `is a pickled file, which can run code, so it was not opened. ${safetensors}`

/** What files begin with, byte by byte, without blanks and in lower case. */
const kinds: readonly (readonly [begin: string, sentence: string])[] = [
  [
    'version https://git-lfs',
    'is a Git LFS pointer in place of the file itself. Run "git lfs pull" in the folder that was cloned',
  ],
  ['<!doctype', page],
  ['<html', page],
  ['pk\x03\x04', `is a zip file, as PyTorch pickles weights. ${safetensors}`],
  ...['\x80\x02', '\x80\x03', '\x80\x04', '\x80\x05'].map((begin) => [begin, pickled] as const),
  ['gguf', `is a GGUF file, for llama.cpp. ${safetensors}`],
  ['\x89hdf', `is an HDF5 file, of TensorFlow. ${safetensors}`],
]

/**
 * Refuses a file that is another one than its name says, by its first bytes.
 * @throws LastlayerError `model`: what it is, and what to do
 */
export function refuseForeign(name: string, bytes: Uint8Array): void {
  const text = Buffer.from(bytes.subarray(0, tellingBytes)).toString('latin1').trimStart().toLowerCase()
  const kind = kinds.find(([begin]) => text.startsWith(begin))
  if (kind !== undefined) throw new LastlayerError('model', `${name} ${kind[1]}.`)
}

/** {@link refuseForeign} for a file that another library opens. @throws also the system's own errors */
export async function refuseForeignFile(path: string): Promise<void> {
  const file = await openToRead(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(tellingBytes), 0, tellingBytes, 0)
    refuseForeign(path, buffer.subarray(0, bytesRead))
  } finally {
    await file.close()
  }
}
