import type { FindingInput } from '../../../../shared/dataset-summary.ts'
import type { LabelChange } from '../../../../shared/dataset-settings.ts'
import { mayBeMeant } from '../rows/missing.ts'

/** The number of texts of each label. */
export type LabelCounts = ReadonlyMap<string, number>

const shown = 5

/** Labels that differ in case, blanks or punctuation only. */
export function findAlike(counts: LabelCounts, keyOf: (label: string) => string): FindingInput | null {
  const groups = groupBy([...counts.keys()].sort(), keyOf).filter((group) => group.length > 1)
  if (groups.length === 0) return null
  const list = groups.slice(0, shown).map((group) => group.map((label) => withCount(label, counts)).join(' and '))
  const more = groups.length > shown ? `; and ${groups.length - shown} more` : ''
  return {
    kind: 'labels',
    severity: 'warning',
    sentence: `Labels differ in case, blanks or punctuation only, and count as different: ${list.join('; ')}${more}.`,
    fixes: [{ title: 'Merge them', change: { mergeCase: true } }],
  }
}

/** Spellings that were made one. */
export function findMerged(counts: LabelCounts, names: ReadonlyMap<string, string>): FindingInput | null {
  const changed = [...counts.keys()].filter((label) => names.get(label) !== label).sort()
  if (changed.length === 0) return null
  const list = changed.slice(0, shown).map((label) => `"${label}" is "${names.get(label) ?? ''}"`)
  const more = changed.length > shown ? `, and ${changed.length - shown} more` : ''
  return { kind: 'labels', severity: 'note', sentence: `Spellings of one label: ${list.join(', ')}${more}.` }
}

/** What the person's map did, and what it names that is not there. */
export function findMapped(
  counts: LabelCounts,
  to: ReadonlyMap<string, string | null>,
  unknown: readonly string[],
): FindingInput | null {
  const changed = [...to].filter(([label, name]) => label !== name && counts.has(label))
  const list = changed
    .slice(0, shown)
    .map(([label, name]) =>
      name === null ? `${withCount(label, counts)} is left out` : `${withCount(label, counts)} is "${name}"`,
    )
  const done = list.length === 0 ? [] : [`As chosen, ${list.join(', ')}${changed.length > shown ? ', …' : ''}.`]
  const labels = [...to.keys()].slice(0, 20).map((label) => `"${label}"`)
  const known = `${labels.join(', ')}${to.size > labels.length ? ', …' : ''}`
  const missed = unknown
    .slice(0, shown)
    .map((label) => `"${label}"`)
    .join(', ')
  const fault =
    unknown.length === 0 ? [] : [`The label map names ${missed}, which no text has; the labels are ${known}.`]
  const sentence = [...fault, ...done].join(' ')
  return sentence === '' ? null : { kind: 'labels', severity: fault.length > 0 ? 'warning' : 'note', sentence }
}

/** Labels that look like several in one, whose parts recur: comedy|drama. */
export function findSeveral(counts: LabelCounts): FindingInput | null {
  for (const separator of ['|', ';', ',', '/', '+', '&']) {
    const parts = [...counts.keys()].map((label) => label.split(separator).map((part) => part.trim()))
    const joined = parts.filter(({ length }) => length > 1)
    const uses = new Map<string, number>()
    for (const part of parts.flatMap((one) => [...new Set(one)])) uses.set(part, (uses.get(part) ?? 0) + 1)
    const recurring = joined.filter((one) => one.every((part) => part !== '' && (uses.get(part) ?? 0) > 1))
    if (recurring.length < 2 || recurring.length < 0.7 * joined.length) continue
    const some = recurring.slice(0, 3).map((one) => `"${one.join(separator)}"`)
    return {
      kind: 'labels',
      severity: 'warning',
      sentence:
        `Labels such as ${some.join(', ')} look like several in one (multi-label), joined by "${separator}". ` +
        'Each combination counts as a label of its own: Lastlayer trains on one label a text.',
    }
  }
  return null
}

/** Labels that are a mark alone, such as - and ?, or say so in words: people type these where a label is missing. */
export function findMarks(counts: LabelCounts, labelMap: readonly LabelChange[]): FindingInput | null {
  const asked = new Set(labelMap.map(({ from }) => from))
  const labels = [...counts.keys()]
  const marks = labels.filter((label) => isMark(label) && !asked.has(label)).sort()
  if (marks.length === 0 || labels.every(isMark)) return null
  const list = marks.slice(0, shown).map((label) => withCount(label, counts))
  const more = marks.length > shown ? ', …' : ''
  return {
    kind: 'labels',
    severity: 'warning',
    sentence: `Trained on as a label like any other: ${list.join(', ')}${more}. If it stands for a missing label, leave it out with a label map such as ${JSON.stringify({ [marks[0] ?? '']: null })}.`,
    fixes: marks.slice(0, shown).map((label) => ({
      title: `Leave out "${label}"`,
      change: { labelMap: [...labelMap, { from: label, to: null }] },
    })),
  }
}

function isMark(label: string): boolean {
  return /^[\p{P}\p{Sm}\p{Sk}\s]+$/u.test(label) || saysMissing.test(label)
}

/** What surveys, pivot tables and people write for no answer. */
const saysMissing = new RegExp(
  `^[([<]?(?:${[
    ...[
      'blank',
      'empty',
      'missing',
      'no (?:answer|response|label|data)',
      'not (?:answered|available|labell?ed|set|specified)',
    ],
    ...[
      'un(?:answered|labell?ed|annotated|specified|assigned)',
      'to ?do',
      'tbd',
      'leer',
      'keine (?:angabe|antwort)',
      'nicht (?:angegeben|beantwortet)',
      'k\\. ?a\\.',
    ],
    ...[
      'sans réponse',
      'non renseigné',
      'vide',
      'sin respuesta',
      'vacío',
      'sem resposta',
      'brak(?: danych)?',
      'нет (?:ответа|данных)',
      '无',
      '無',
      'なし',
      '未填写',
      '없음',
      'cevap yok',
      'niet ingevuld',
      'not applicable',
      '無回答',
      '未回答',
      '空白',
      '무응답',
    ],
  ].join('|')})[)\\]>]?$`,
  'iu',
)

/** Classes that the dataset names and no text has. */
export function findUnused(unused: readonly string[]): FindingInput | null {
  if (unused.length === 0) return null
  const list = unused.slice(0, shown).map((label) => `"${label}"`)
  const more = unused.length > shown ? ', …' : ''
  const sentence = `No text has the class ${list.join(', ')}${more}: it stays one, so that classes have the dataset's numbers.`
  return { kind: 'labels', severity: 'note', sentence }
}

/** Words for a missing label in whose rows no label was seen, and how to keep them. */
export function findMissing(words: LabelCounts, labelMap: readonly LabelChange[]): FindingInput | null {
  const asked = new Set(labelMap.map(({ from }) => from))
  const found = [...words].filter(([word]) => !asked.has(word)).sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
  if (found.length === 0) return null
  const list = found.map(([word]) => withCount(word, words)).join(', ')
  const meant = found.map(([word]) => word).filter(mayBeMeant)
  const keep = ' If it is a label of yours, keep it with a label map that names it, such as '
  const example = meant.slice(0, 1).map((word) => JSON.stringify({ [word]: word }))
  return {
    kind: 'missing',
    severity: meant.length > 0 ? 'warning' : 'note',
    sentence: `Left out as texts without a label: ${list}.${meant.length > 0 ? `${keep}${example.join('')}.` : ''}`,
    fixes: meant.map((word) => ({
      title: `Keep "${word}" as a label`,
      change: { labelMap: [...labelMap, { from: word, to: word }] },
    })),
  }
}

function groupBy(labels: readonly string[], keyOf: (label: string) => string): string[][] {
  const groups = new Map<string, string[]>()
  for (const label of labels) groups.set(keyOf(label), [...(groups.get(keyOf(label)) ?? []), label])
  return [...groups.values()]
}

function withCount(label: string, counts: LabelCounts): string {
  return `"${label}" (${counts.get(label) ?? 0})`
}
