import { statSync } from 'node:fs'
import { LastlayerError } from '../../../shared/errors.ts'
import { oneLine, shellWord } from '../screen/format.ts'

/** No path is longer. */
const longest = 1000

/**
 * Checks that texts were meant as texts.
 * @returns notes for the person, on those that look like files that are not there
 * @throws LastlayerError `usage` for an empty one and for the name of a file or folder that is there
 */
export function checkTexts(texts: readonly string[]): string[] {
  const notes: string[] = []
  for (const [i, text] of texts.entries()) {
    if (text.trim() === '') throw new LastlayerError('usage', `Text ${i + 1} is empty: leave it out.`)
    const kind = kindOf(text)
    if (kind !== null) {
      const advice = `use --file ${shellWord(text)}; to classify the name itself, give it on standard input`
      throw new LastlayerError('usage', `${oneLine(text)} is a ${kind}: ${advice}.`)
    }
    if (looksLikePath(text)) notes.push(`${oneLine(text)} looks like a file, but there is none: it is read as a text.`)
  }
  return notes
}

function kindOf(text: string): 'file' | 'folder' | null {
  if (text.length > longest || text.includes('\0')) return null
  try {
    const about = statSync(text, { throwIfNoEntry: false })
    if (about === undefined) return null
    return about.isDirectory() ? 'folder' : 'file'
  } catch {
    return null
  }
}

/** One word that ends as names of files do, or leads somewhere. */
function looksLikePath(text: string): boolean {
  if (text.length > longest || /^\w+:\/\//.test(text)) return false
  return paths.some((path) => path.test(text))
}

const paths = [
  /^\S+\.(csv|docx?|gz|html?|json|jsonl|md|ndjson|parquet|pdf|tsv|txt|xlsx?|zip)$/i,
  /^(~|\.{1,2}|[a-z]:)[\\/]\S+$/i,
  /^[\\/]\S+[\\/]\S+$/,
]
