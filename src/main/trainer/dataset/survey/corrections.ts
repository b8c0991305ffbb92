import type { Correction } from '../../../../shared/corrections.ts'
import type { FindingInput, Split } from '../../../../shared/dataset-summary.ts'
import { cleanText } from '../rows/clean.ts'
import { counted, quoted } from './say.ts'
import { digestOf } from './survey.ts'

/** A row that is used, as far as a correction may change it. */
interface Row {
  readonly ordinal: number
  readonly label: number
  readonly split: Split
  readonly digest: string
}

export interface Corrected<R extends Row> {
  /** In the order given; null for a row that is left out. */
  readonly rows: readonly (R | null)[]
  /** The rows that are not as the dataset has them, by ordinal, with the digest that they have there and their new text. */
  readonly changed: ReadonlyMap<number, { readonly digest: string; readonly text: string | null }>
  readonly findings: readonly FindingInput[]
}

/**
 * Puts right what a person has corrected, after the parts were made: they stay as they are without corrections. A text
 * that was edited may have been corrected again under its new digest.
 * @param labels of the rows
 */
export function applyCorrections<R extends Row>(
  rows: readonly (R | null)[],
  labels: readonly string[],
  corrections: readonly Correction[],
  stripHtml: boolean,
): Corrected<R> {
  const byDigest = new Map(corrections.map((one) => [one.digest, one]))
  const places = new Map(labels.map((label, i) => [label, i]))
  const changed = new Map<number, { digest: string; text: string | null }>()
  const met = new Set<string>()
  const unknown = new Set<string>()
  const done = { labels: 0, texts: 0, out: 0 }

  const corrected = rows.map((row): R | null => {
    if (row === null) return null
    let { label, digest } = row
    let text: string | null = null
    const seen = new Set<string>()
    for (let next = byDigest.get(digest); next !== undefined; next = byDigest.get(digest)) {
      met.add(digest)
      if (next.isLeftOut) {
        done.out += 1
        return null
      }
      const place = next.label === null ? label : places.get(next.label)
      if (place === undefined && next.label !== null) unknown.add(next.label)
      label = place ?? label
      const edited = next.text === null ? '' : cleanText(next.text, stripHtml)
      seen.add(digest)
      if (edited === '') break
      text = edited
      digest = digestOf(edited)
      if (seen.has(digest)) break
    }
    if (label === row.label && digest === row.digest) return row
    done.labels += label === row.label ? 0 : 1
    done.texts += digest === row.digest ? 0 : 1
    changed.set(row.ordinal, { digest: row.digest, text })
    return { ...row, label, digest }
  })
  const lost = corrections.filter(({ digest }) => !met.has(digest)).length
  return { rows: corrected, changed, findings: findingsOf(done, [...unknown], lost) }
}

function findingsOf(
  { labels, texts, out }: { readonly labels: number; readonly texts: number; readonly out: number },
  unknown: readonly string[],
  lost: number,
): FindingInput[] {
  const parts = [
    [labels, `${counted(labels, 'label')} changed`],
    [texts, `${counted(texts, 'text')} edited`],
    [out, `${counted(out, 'text')} left out`],
  ] as const
  const said = parts.filter(([count]) => count > 0).map(([, words]) => words)
  const findings: FindingInput[] = []
  const fixes = [{ title: 'Read without corrections', change: { corrections: null } }]
  const say = (severity: 'note' | 'warning', sentence: string) =>
    findings.push({ kind: 'labels', severity, sentence, fixes })
  if (said.length > 0) say('note', `By corrections: ${new Intl.ListFormat('en-GB').format(said)}.`)
  if (unknown.length > 0)
    say('warning', `No text has ${quoted(unknown)}, which corrections name: they are left as they are.`)
  if (lost > 0) {
    const are = lost === 1 ? 'is of a text that is' : 'are of texts that are'
    say('warning', `${counted(lost, 'correction')} ${are} not used here.`)
  }
  return findings
}
