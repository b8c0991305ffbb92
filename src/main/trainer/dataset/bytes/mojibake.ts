import { isAscii } from 'node:buffer'
import { basename } from 'node:path'
import type { FindingInput } from '../../../../shared/dataset-summary.ts'
import { say } from '../../../../shared/said.ts'
import { contentOf, headOf } from './content.ts'
import { decodeAs } from './encoding.ts'

const looked = 2 ** 18
const fewest = 3
/** Share of the words that are not ASCII. */
const share = 0.3

/**
 * What there is to say of a file of UTF-8 that was read as windows-1252 once and saved again, as é is Ã© then.
 * @throws LastlayerError `dataset` if the file cannot be read
 */
export async function findMojibake(path: string): Promise<FindingInput[]> {
  const head = await headOf(contentOf(path), looked)
  if (isAscii(head)) return []
  const words = head
    .toString('utf8')
    .split(/\s/)
    .filter((word) => /[^\0-\x7f]/.test(word))
  const mended = words.flatMap((word) => {
    const meant = mend(word)
    return meant === null ? [] : [{ word, meant }]
  })
  const [first] = mended
  if (first === undefined || mended.length < fewest || mended.length < share * words.length) return []
  const sentence = say(
    '{{file}} was saved in the wrong encoding before: “{{word}}” in it is likely “{{meant}}”. Export it again as UTF-8, or mend it with a program such as ftfy.',
    { file: basename(path), word: short(first.word), meant: short(first.meant) },
  )
  return [{ kind: 'encoding', severity: 'warning', sentence }]
}

/** The word that was read as windows-1252; null if it was not, as its bytes were no UTF-8. */
function mend(word: string): string | null {
  const mended = word.replace(/[^\0-\x7f]{2,}/g, (run) => {
    const bytes = [...run].map((character) => bytesOf.get(character) ?? -1)
    if (bytes.includes(-1)) return run
    const text = Buffer.from(bytes).toString('utf8')
    return unlikely.test(text) ? run : text
  })
  return mended === word ? null : mended
}

/** No UTF-8, or letters that É… and È» would be. */
const unlikely = /[\u0180-\u02ff\ufffd]/

/** The bytes that windows-1252 has for characters; those that it lacks are control characters. */
const bytesOf = new Map(
  Array.from({ length: 128 }, (_, i) => i + 128).flatMap((byte) => [
    [String.fromCharCode(byte), byte] as const,
    [decodeAs(Buffer.of(byte), 'windows-1252'), byte] as const,
  ]),
)

function short(word: string): string {
  // Control characters are not seen.
  const shown = word.replace(/[\x80-\x9f]/g, '\ufffd')
  return shown.length > 30 ? `${shown.slice(0, 30)}…` : shown
}
