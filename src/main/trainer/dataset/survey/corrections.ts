import type { Correction } from '../../../../shared/corrections.ts'
import type { FindingInput } from '../../../../shared/dataset-summary.ts'
import { cleanText } from '../rows/clean.ts'
import type { DigestFile } from '../store/digest-file.ts'
import { DigestTable } from '../store/digest-table.ts'
import { decodePart, partCode, type Rows } from './rows.ts'
import { quoted } from './say.ts'
import { digestOf } from './survey.ts'
import { at } from '../../../../shared/at.ts'
import { join, say, type Said } from '../../../../shared/said.ts'

/** A row that is not as the dataset has it. */
interface Changed {
  /** Of the text that it has there. */
  readonly digest: string
  /** Its new text; null where it has its own. */
  readonly text: string | null
}

export interface Corrected {
  readonly rows: Rows
  /** By ordinal. */
  readonly changed: ReadonlyMap<number, Changed>
  readonly findings: readonly FindingInput[]
}

/**
 * Puts right what a person has corrected, after the parts were made: they stay as they are without corrections. A text
 * that was edited may have been corrected again under its new digest.
 * @param digests of the rows' texts; gets those of the new texts too
 * @param labels of the rows
 */
export function applyCorrections(
  rows: Rows,
  digests: DigestFile,
  labels: readonly string[],
  corrections: readonly Correction[],
  stripHtml: boolean,
): Corrected {
  if (corrections.length === 0) return { rows, changed: new Map(), findings: [] }
  const numbers = new DigestTable(digests)
  const byText = new Map(corrections.map((one) => [numbers.add(one.digest), one]))
  const places = new Map(labels.map((label, i) => [label, i]))
  const corrected = { ...rows, label: rows.label.slice(), part: rows.part.slice(), text: rows.text.slice() }
  const changed = new Map<number, Changed>()
  const met = new Set<Correction>()
  const unknown = new Set<string>()
  const done = { labels: 0, texts: 0, out: 0 }

  rows.part.forEach((code, i) => {
    if (decodePart(code) === null) return
    const [ownLabel, ownText] = [at(rows.label, i), at(rows.text, i)]
    let [label, text] = [ownLabel, ownText]
    let words: string | null = null
    const seen = new Set<number>()
    for (let next = byText.get(text); next !== undefined; next = byText.get(text)) {
      met.add(next)
      if (next.isLeftOut) {
        done.out += 1
        corrected.part[i] = partCode.leftOut
        return
      }
      const place = next.label === null ? label : places.get(next.label)
      if (place === undefined && next.label !== null) unknown.add(next.label)
      label = place ?? label
      const edited = next.text === null ? '' : cleanText(next.text, stripHtml)
      seen.add(text)
      if (edited === '') break
      words = edited
      text = numbers.add(digestOf(edited))
      if (seen.has(text)) break
    }
    if (label === ownLabel && text === ownText) return
    done.labels += label === ownLabel ? 0 : 1
    done.texts += text === ownText ? 0 : 1
    corrected.label[i] = label
    corrected.text[i] = text
    changed.set(i, { digest: digests.hex(ownText), text: words })
  })
  const lost = corrections.filter((one) => !met.has(one)).length
  return { rows: corrected, changed, findings: findingsOf(done, [...unknown], lost) }
}

function findingsOf(
  { labels, texts, out }: { readonly labels: number; readonly texts: number; readonly out: number },
  unknown: readonly string[],
  lost: number,
): FindingInput[] {
  const parts = [
    [labels, say({ one: '{{count}} label changed', other: '{{count}} labels changed' }, { count: labels })],
    [texts, say({ one: '{{count}} text edited', other: '{{count}} texts edited' }, { count: texts })],
    [out, say({ one: '{{count}} text left out', other: '{{count}} texts left out' }, { count: out })],
  ] as const
  const done = parts.filter(([count]) => count > 0).map(([, words]) => words)
  const findings: FindingInput[] = []
  const fixes = [{ title: say('Read without corrections'), change: { corrections: null } }]
  const add = (severity: 'note' | 'warning', sentence: Said) =>
    findings.push({ kind: 'labels', severity, sentence, fixes })
  if (done.length > 0) add('note', say('By corrections: {{list}}.', { list: join(done, 'and') }))
  if (unknown.length > 0) {
    const labels = quoted(unknown)
    add('warning', say('No text has {{labels}}, which corrections name: they are left as they are.', { labels }))
  }
  if (lost > 0) {
    add(
      'warning',
      say(
        {
          one: '{{count}} correction is of a text that is not used here.',
          other: '{{count}} corrections are of texts that are not used here.',
        },
        { count: lost },
      ),
    )
  }
  return findings
}
