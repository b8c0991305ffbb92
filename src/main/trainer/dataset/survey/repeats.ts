import type { FindingInput, FoundRow } from '../../../../shared/dataset-summary.ts'
import type { Chosen } from './parts.ts'
import { partCode, type Rows } from './rows.ts'
import type { Survey } from './survey.ts'
import { at } from '../../../../shared/at.ts'
import { join, say } from '../../../../shared/said.ts'

const shown = 20

/** In place of a label. */
const [none, several] = [-1, -2]

/** Leaves out repeats: the first of equal texts stays. */
export function dropRepeats(survey: Survey, rows: Rows): Chosen {
  // A text of two labels within one part teaches nothing; a training text that is also a test text is no test.
  const texts = survey.digests.size
  const parts = partsOfTexts(rows, texts)
  const kept = rows.part.slice()
  const out = { repeats: 0, contradicting: 0, leaked: 0 }
  for (const { code, tested } of ofParts) {
    const labelOf = labelsOfTexts(rows, texts, code)
    const isSeen = new Uint8Array(texts)
    const reasonToDrop = (text: number): keyof typeof out | null => {
      if (labelOf[text] === several) return 'contradicting'
      if (isSeen[text] === 1) return 'repeats'
      return (at(parts, text) & tested) !== 0 ? 'leaked' : null
    }
    rows.part.forEach((one, i) => {
      if (one !== code) return
      const text = at(rows.text, i)
      const reason = reasonToDrop(text)
      isSeen[text] = 1
      if (reason === null) return
      out[reason] += 1
      kept[i] = partCode.leftOut
    })
  }
  const counts = [
    say({ one: '{{count}} repeat', other: '{{count}} repeats' }, { count: out.repeats }),
    say(
      {
        one: '{{count}} text for training that is also a test text',
        other: '{{count}} texts for training that are also test texts',
      },
      { count: out.leaked },
    ),
    say(
      {
        one: '{{count}} row whose text has different labels',
        other: '{{count}} rows whose text has different labels',
      },
      { count: out.contradicting },
    ),
  ]
  const listed = counts.filter((_, i) => at([out.repeats, out.leaked, out.contradicting], i) > 0)
  const total = out.repeats + out.leaked + out.contradicting
  if (total === 0) return { rows, findings: [] }
  const sentence = say(
    { one: '{{list}} is left out.', other: '{{list}} are left out.' },
    { count: total, list: join(listed, 'and') },
  )
  return {
    rows: { ...rows, part: kept },
    findings: [{ kind: 'repeats', severity: 'note', sentence, ...shownOf(survey, rows, labelsOfTexts(rows, texts)) }],
  }
}

/** The parts that rows are in, and the parts that no text of theirs may be in beside. */
const ofParts = [
  { code: partCode.undecided, tested: 0 },
  { code: partCode.train, tested: (1 << partCode.test) | (1 << partCode.validation) },
  { code: partCode.validation, tested: 1 << partCode.test },
  { code: partCode.test, tested: 0 },
]

/** A bit, 1 << code, for each part that a text is in, by its number. */
function partsOfTexts({ part, text }: Pick<Rows, 'part' | 'text'>, texts: number): Uint8Array {
  const parts = new Uint8Array(texts)
  part.forEach((code, i) => {
    if (code !== partCode.leftOut) parts[at(text, i)] = at(parts, at(text, i)) | (1 << code)
  })
  return parts
}

/**
 * The label of each text, by its number: `none` where no row has it, and `several` where they differ.
 * @param only the part whose rows count; all that are used, unless given
 */
function labelsOfTexts({ part, text, label }: Rows, texts: number, only?: number): Int16Array {
  const labelOf = new Int16Array(texts).fill(none)
  part.forEach((code, i) => {
    if (code === partCode.leftOut || (only !== undefined && code !== only)) return
    const [number, own] = [at(text, i), at(label, i)]
    const known = at(labelOf, number)
    labelOf[number] = known === none || known === own ? own : several
  })
  return labelOf
}

/** What leaving out repeats will do: all that it concerns, whichever of it was met first. */
function fixesFor(hasContradictions: boolean): NonNullable<FindingInput['fixes']> {
  const title = hasContradictions
    ? say('Leave out repeats, and all texts with different labels')
    : say('Leave out repeats')
  return [{ title, change: { dropDuplicates: true } }]
}

export interface RepeatCounts {
  /** Texts met before in their own part. */
  readonly duplicates: number
  /** Test texts that are also training or validation texts. */
  readonly leaked: number
}

/** @param texts how many different ones there are */
export function countRepeats({ part, text }: Rows, texts: number): RepeatCounts {
  const { leftOut, train, validation, test } = partCode
  const parts = new Uint8Array(texts) // a bit for each part that a text is in
  let duplicates = 0
  part.forEach((code, i) => {
    if (code === leftOut) return
    const [number, bit] = [at(text, i), 1 << code]
    const known = at(parts, number)
    if ((known & bit) !== 0) duplicates += 1
    parts[number] = known | bit
  })
  const learned = (1 << train) | (1 << validation)
  const isLeaked = (code: number, i: number) => code === test && (at(parts, at(text, i)) & learned) !== 0
  return { duplicates, leaked: part.reduce((sum, code, i) => sum + Number(isLeaked(code, i)), 0) }
}

/** What is said of repeats that stay. `rows` have the parts that they are used in. */
export function repeatsFound(survey: Survey, rows: Rows, { duplicates, leaked }: RepeatCounts): FindingInput[] {
  const labelOf = labelsOfTexts(rows, survey.digests.size)
  const fixes = fixesFor(labelOf.includes(several))
  const findings: FindingInput[] = contradictions(survey, rows, labelOf, fixes)
  if (leaked > 0) {
    const sentence = say(
      {
        one: '{{count}} test text is also a training text: the figures look better than they are.',
        other: '{{count}} test texts are also training texts: the figures look better than they are.',
      },
      { count: leaked },
    )
    const isLeaked = (parts: ReadonlySet<number>) => parts.has(partCode.test) && parts.size > 1
    findings.push({ kind: 'repeats', severity: 'warning', sentence, ...exampleRows(survey, rows, isLeaked), fixes })
  }
  if (duplicates > 0) {
    const sentence = say(
      {
        one: '{{count}} text is a repeat of another in the same part.',
        other: '{{count}} texts are repeats of another in the same part.',
      },
      { count: duplicates },
    )
    const any = (): boolean => true
    findings.push({ kind: 'repeats', severity: 'note', sentence, ...exampleRows(survey, rows, any), fixes })
  }
  return findings
}

function contradictions(
  survey: Survey,
  rows: Rows,
  labelOf: Int16Array,
  fixes: NonNullable<FindingInput['fixes']>,
): FindingInput[] {
  const different = labelOf.reduce((sum, label) => sum + Number(label === several), 0)
  if (different === 0) return []
  const sentence = say(
    {
      one: '{{count}} text has different labels.',
      other: '{{count}} texts have different labels.',
    },
    { count: different },
  )
  return [{ kind: 'contradictions', severity: 'warning', sentence, ...shownOf(survey, rows, labelOf), fixes }]
}

/** A few rows of the texts that have several labels. */
function shownOf(survey: Survey, rows: Rows, labelOf: Int16Array): ReturnType<typeof exampleRows> {
  return exampleRows(survey, rows, (_, text) => labelOf[text] === several)
}

/** A few rows of the repeated texts that are wanted, those of one text together. */
function exampleRows(
  { labels, places, repeated }: Survey,
  rows: Rows,
  isWanted: (parts: ReadonlySet<number>, text: number) => boolean,
): { rows: FoundRow[]; rowsInAll: number } {
  const groups = new Map<number, number[]>()
  rows.text.forEach((text, i) => {
    if (rows.part[i] === partCode.leftOut || !repeated.has(text)) return
    const group = groups.get(text)
    if (group === undefined) groups.set(text, [i])
    else group.push(i)
  })
  const found = [...groups]
    .filter(([text, group]) => group.length > 1 && isWanted(new Set(group.map((i) => at(rows.part, i))), text))
    .flatMap(([text, group]) =>
      tellingRows(rows, group).map((i) => ({
        ...places.of(i),
        label: at(labels, at(rows.label, i)),
        text: repeated.get(text) ?? '',
      })),
    )
  return { rows: found.slice(0, shown), rowsInAll: found.length }
}

/** One row of each label, or two of the same. */
function tellingRows({ label }: Rows, group: readonly number[]): readonly number[] {
  const first = new Map(group.toReversed().map((i) => [at(label, i), i]))
  return first.size > 1 ? [...first.values()].reverse().slice(0, 4) : group.slice(0, 2)
}
