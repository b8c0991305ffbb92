import type { FindingInput, FoundRow } from '../../../../shared/dataset-summary.ts'
import type { Chosen, Rows } from './parts.ts'
import { counted } from './say.ts'
import type { Survey, SurveyedRow } from './survey.ts'
import { at } from '../../../../shared/at.ts'

const shown = 20

/** Leaves out repeats: the first of equal texts stays. */
export function dropRepeats(survey: Survey, rows: Rows): Chosen {
  // A text of two labels within one part teaches nothing; a training text that is also a test text is no test.
  const key = ({ split, digest }: SurveyedRow) => `${split} ${digest}`
  const labelOf = new Map<string, number | null>()
  for (const row of rows) {
    if (row === null) continue
    const known = labelOf.get(key(row))
    labelOf.set(key(row), known === undefined || known === row.label ? row.label : null)
  }
  const seen = new Set<string>()
  const out = { repeats: 0, contradicting: 0, leaked: 0 }
  const kept = rows.map((row) => {
    if (row === null) return null
    const reason = reasonToDrop(row, labelOf.get(key(row)) ?? null, seen.has(key(row)), labelOf)
    seen.add(key(row))
    if (reason === null) return row
    out[reason] += 1
    return null
  })
  const parts = [
    [out.repeats, counted(out.repeats, 'repeat')],
    [
      out.leaked,
      `${counted(out.leaked, 'text')} for training that ${out.leaked === 1 ? 'is also a test text' : 'are also test texts'}`,
    ],
    [out.contradicting, `${counted(out.contradicting, 'row')} whose text has different labels`],
  ] as const
  const listed = parts.filter(([count]) => count > 0).map(([, words]) => words)
  const total = out.repeats + out.leaked + out.contradicting
  if (total === 0) return { rows, findings: [] }
  const sentence = `${new Intl.ListFormat('en-GB').format(listed)} ${total === 1 ? 'is' : 'are'} left out.`
  return {
    rows: kept,
    findings: [{ kind: 'repeats', severity: 'note', sentence, ...shownOf(survey, rows, textsOfSeveralLabels(rows)) }],
  }
}

function reasonToDrop(
  { split, digest }: SurveyedRow,
  label: number | null,
  isSeen: boolean,
  labelOf: ReadonlyMap<string, number | null>,
): 'repeats' | 'contradicting' | 'leaked' | null {
  const tested = split === 'train' ? ['test', 'validation'] : split === 'validation' ? ['test'] : []
  if (label === null) return 'contradicting'
  if (isSeen) return 'repeats'
  return tested.some((part) => labelOf.has(`${part} ${digest}`)) ? 'leaked' : null
}

/** What leaving out repeats will do: all that it concerns, whichever of it was met first. */
function fixesFor(hasContradictions: boolean): NonNullable<FindingInput['fixes']> {
  const title = hasContradictions ? 'Leave out repeats, and all texts with different labels' : 'Leave out repeats'
  return [{ title, change: { dropDuplicates: true } }]
}

export interface RepeatCounts {
  /** Texts met before in their own part. */
  readonly duplicates: number
  /** Test texts that are also training or validation texts. */
  readonly leaked: number
}

/** What is said of repeats that stay. `rows` have the parts that they are used in. */
export function repeatsFound(survey: Survey, rows: Rows, { duplicates, leaked }: RepeatCounts): FindingInput[] {
  const different = textsOfSeveralLabels(rows)
  const fixes = fixesFor(different.size > 0)
  const findings: FindingInput[] = contradictions(survey, rows, fixes)
  if (leaked > 0) {
    const are = leaked === 1 ? 'test text is also a training text' : 'test texts are also training texts'
    const sentence = `${leaked.toLocaleString('en')} ${are}: the figures look better than they are.`
    const isLeaked = (parts: ReadonlySet<string>) => parts.has('test') && parts.size > 1
    findings.push({ kind: 'repeats', severity: 'warning', sentence, ...exampleRows(survey, rows, isLeaked), fixes })
  }
  if (duplicates > 0) {
    const sentence = `${counted(duplicates, 'text')} ${duplicates === 1 ? 'is a repeat' : 'are repeats'} of another in the same part.`
    const any = (): boolean => true
    findings.push({ kind: 'repeats', severity: 'note', sentence, ...exampleRows(survey, rows, any), fixes })
  }
  return findings
}

function textsOfSeveralLabels(rows: Rows): Set<string> {
  const first = new Map<string, number>()
  const different = new Set<string>()
  for (const row of rows) {
    if (row === null) continue
    const known = first.get(row.digest)
    if (known === undefined) first.set(row.digest, row.label)
    else if (known !== row.label) different.add(row.digest)
  }
  return different
}

function contradictions(survey: Survey, rows: Rows, fixes: NonNullable<FindingInput['fixes']>): FindingInput[] {
  const different = textsOfSeveralLabels(rows)
  if (different.size === 0) return []
  const sentence = `${counted(different.size, 'text')} ${different.size === 1 ? 'has' : 'have'} different labels.`
  return [{ kind: 'contradictions', severity: 'warning', sentence, ...shownOf(survey, rows, different), fixes }]
}

function shownOf(survey: Survey, rows: Rows, texts: ReadonlySet<string>): ReturnType<typeof exampleRows> {
  return exampleRows(survey, rows, (_, digest) => texts.has(digest))
}

/** A few rows of the repeated texts that are wanted, those of one text together. */
function exampleRows(
  { labels, repeated }: Survey,
  rows: Rows,
  isWanted: (parts: ReadonlySet<string>, digest: string) => boolean,
): { rows: FoundRow[]; rowsInAll: number } {
  const groups = new Map<string, SurveyedRow[]>()
  for (const row of rows) {
    if (row === null || !repeated.has(row.digest)) continue
    const group = groups.get(row.digest)
    if (group === undefined) groups.set(row.digest, [row])
    else group.push(row)
  }
  const found = [...groups]
    .filter(([digest, group]) => group.length > 1 && isWanted(new Set(group.map(({ split }) => String(split))), digest))
    .flatMap(([digest, group]) =>
      tellingRows(group).map(({ file, line, label }) => ({
        ...{ file, line, label: at(labels, label) },
        text: repeated.get(digest) ?? '',
      })),
    )
  return { rows: found.slice(0, shown), rowsInAll: found.length }
}

/** One row of each label, or two of the same. */
function tellingRows(group: readonly SurveyedRow[]): readonly SurveyedRow[] {
  const first = new Map(group.toReversed().map((row) => [row.label, row]))
  return first.size > 1 ? [...first.values()].reverse().slice(0, 4) : group.slice(0, 2)
}
