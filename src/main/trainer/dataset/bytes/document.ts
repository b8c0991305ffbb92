import { basename } from 'node:path'
import { pMapIterable } from 'p-map'
import type { FindingInput } from '../../../../shared/dataset-summary.ts'
import { join, say, type Said } from '../../../../shared/said.ts'
import { decodeText, type Decoded } from '../rows/clean.ts'
import { contentOf } from './content.ts'
import { detectEncoding, Sample, unicodeOf, type Guess } from './detect.ts'
import { decodeAs, encodeText, encodingNamed } from './encoding.ts'
import { readTextBytes } from './files.ts'
import { magicOf } from './magic.ts'
import { findMojibake } from './mojibake.ts'

/** How a file of text is read. */
export interface TextEncoding {
  /** As --encoding takes it. */
  readonly used: string
  /** Others that are likely, the likeliest first. */
  readonly others: readonly string[]
  readonly findings: readonly FindingInput[]
}

/**
 * Settles the encoding of a file: the one asked for, else by what it holds.
 * @throws LastlayerError `usage` for an encoding that is not known, `dataset` if the file cannot be read
 */
export async function encodingOf(path: string, asked: string | null): Promise<TextEncoding> {
  const wanted = asked === null ? null : encodingNamed(asked)
  const guess = await detectEncoding(() => contentOf(path))
  if (wanted === null) {
    const twice = guess.used === 'utf-8' ? await findMojibake(path) : []
    return { ...guess, findings: [...findingsOf(basename(path), guess), ...twice] }
  }
  const used = orderedAs(wanted, guess.used)
  return { used, others: [guess.used, ...guess.others].filter((name) => name !== used), findings: [] }
}

/**
 * Reads one text file whole. Never throws for what the file holds: what cannot be read is a reason.
 * @param encoding as {@link encodingNamed} names it; null has it told
 * @param elsewhere the encoding of the texts beside it, taken where it is none of Unicode's
 * @throws LastlayerError `usage` for an encoding that is not known
 */
export async function readTextFile(
  path: string,
  encoding: string | null = null,
  elsewhere: string | null = null,
): Promise<Decoded & { readonly encoding?: string }> {
  const bytes = await readTextBytes(path)
  return 'reason' in bytes ? bytes : await decodeDocument(bytes.bytes, encoding, elsewhere)
}

/**
 * Reads the bytes of one text.
 * @param asked as {@link encodingNamed} takes it; null has it told by the bytes
 * @param elsewhere the encoding of the texts beside it, taken where it is none of Unicode's
 * @returns the text with the encoding that was taken
 */
export async function decodeDocument(
  bytes: Buffer,
  asked: string | null = null,
  elsewhere: string | null = null,
): Promise<Decoded & { readonly encoding?: string }> {
  const unicode = unicodeOf(bytes)
  const used =
    asked !== null
      ? orderedAs(encodingNamed(asked), unicode ?? '')
      : (unicode ?? elsewhere ?? (await new Sample().add(bytes).guess()).used)
  const decoded = decodeText(used === 'utf-8' ? bytes : encodeText(decodeAs(bytes, used), used), used)
  return 'reason' in decoded ? decoded : { ...decoded, encoding: used }
}

/**
 * The one encoding of those among many texts that are none of Unicode's, judged by all of them together, as each may be
 * short; null where there are none. Of very many, a few thousand are looked at.
 */
export async function encodingOfTexts(paths: readonly string[]): Promise<TextEncoding | null> {
  const every = Math.ceil(paths.length / mostFiles)
  const read = async (path: string) => ({ path, ...(await readTextBytes(path)) })
  const sample = new Sample()
  const legacy: string[] = []
  const some = paths.filter((_, i) => i % every === 0)
  for await (const text of pMapIterable(some, read, { concurrency: filesAtATime })) {
    if ('reason' in text || magicOf(text.bytes) !== null || unicodeOf(text.bytes) !== null) continue
    legacy.push(basename(text.path))
    sample.add(text.bytes)
  }
  const [first] = legacy
  if (first === undefined) return null
  const guess = await sample.guess()
  return {
    ...guess,
    findings: findingsOf(legacy.length === 1 ? first : say('{{file}}, like others,', { file: first }), guess),
  }
}

const mostFiles = 3000
const filesAtATime = 16

/** UTF-16 and UTF-32 are of the byte order that the file's own mark gives, whichever was named. */
function orderedAs(wanted: string, told: string): string {
  return /^utf-(16|32)/.test(wanted) && wanted.slice(0, 6) === told.slice(0, 6) ? told : wanted
}

function findingsOf(file: Said, { used, others, broken, sample }: Guess): FindingInput[] {
  const fixes = others.map((encoding) => ({ title: say('Read as {{encoding}}', { encoding }), change: { encoding } }))
  const [other] = others
  const apart = other === undefined || used === 'utf-8' ? null : firstApart(sample, used, other)
  const shown = (encoding: string) => excerpt(decodeAs(sample, encoding), apart)
  if (broken > 0 && other !== undefined) {
    const sentence = say(
      {
        one: '{{file}} is UTF-8, but {{lines}} line is not: left out. Read as {{encoding}}, the first would be “{{text}}”.',
        other:
          '{{file}} is UTF-8, but {{lines}} lines are not: left out. Read as {{encoding}}, the first would be “{{text}}”.',
      },
      { file, count: broken, lines: String(broken), encoding: other, text: shown(other) },
    )
    return [{ kind: 'encoding', severity: 'warning', sentence, fixes }]
  }
  if (used === 'utf-8') return []
  const read = say('{{file}} is not UTF-8 and was read as {{encoding}}: “{{text}}”.', {
    file,
    encoding: used,
    text: shown(used),
  })
  if (other === undefined) return [{ kind: 'encoding', severity: 'note', sentence: read }]
  const sentence = join([
    read,
    say('As {{encoding}} that would be “{{text}}”.', { encoding: other, text: shown(other) }),
  ])
  return [{ kind: 'encoding', severity: 'warning', sentence, fixes }]
}

/** Where two encodings first read a sample differently, its line and the place in it; null where they never do. */
function firstApart(sample: Buffer, used: string, other: string): { line: number; place: number } | null {
  const read = (encoding: string) => decodeAs(sample, encoding).split('\n')
  const [lines, others] = [read(used), read(other)]
  const line = lines.findIndex((one, i) => one !== others[i])
  if (line < 0) return null
  const place = [...(lines[line] ?? '')].findIndex((character, i) => character !== others[line]?.[i])
  return { line, place: Math.max(0, place) }
}

/** A few characters of a line, round a place: of the first line and its first character that is not ASCII, unless given. */
function excerpt(text: string, apart: { line: number; place: number } | null): string {
  const shown = (text.split('\n')[apart?.line ?? 0] ?? '').replace(/\r.*$/s, '')
  const start = Math.max(0, (apart?.place ?? shown.search(/[^\0-\x7f]/)) - 12)
  return `${start > 0 ? '…' : ''}${shown.slice(start, start + 32)}${shown.length > start + 32 ? '…' : ''}`
}
