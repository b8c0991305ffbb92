import { z } from 'zod'

const vocab = z.looseObject({})

/** The vocabulary of BERT's kind: each line is a token, its number is the token's id. Of equal lines the last counts. */
export function wordPieces(file: Buffer): Record<string, number> {
  const lines = decode(file).replace(/\n$/, '').split('\n')
  return Object.fromEntries(lines.map((line, id) => [line.replace(/\p{White_Space}+$/u, ''), id]))
}

/** vocab.json and merges.txt, of RoBERTa's kind. @throws Error for a line that is no pair, and where there is no object */
export function bytePairs(
  vocabFile: Buffer,
  mergesFile: Buffer,
): { vocab: Record<string, unknown>; merges: [string, string][] } {
  const merges: [string, string][] = []
  for (const line of decode(mergesFile).split(/\r?\n/)) {
    if (line === '' || line.startsWith('#version')) continue
    const [left, right, ...rest] = line.split(' ')
    if (!left || !right || rest.length > 0) throw new Error(`merges.txt has the line ${JSON.stringify(line.slice(0, 60))}, which is no pair`) // prettier-ignore
    merges.push([left, right])
  }
  return { vocab: parseVocab(decode(vocabFile)), merges }
}

function parseVocab(text: string): Record<string, unknown> {
  try {
    return vocab.parse(JSON.parse(text))
  } catch (cause) {
    throw new Error('it is not an object of JSON with a token for each key', { cause })
  }
}

function decode(file: Buffer): string {
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(file)
}
