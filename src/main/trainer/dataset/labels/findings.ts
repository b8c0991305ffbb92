import type { FindingInput } from '../../../../shared/dataset-summary.ts'
import type { LabelChange } from '../../../../shared/dataset-settings.ts'
import { join, say, type Said } from '../../../../shared/said.ts'
import { mayBeMeant } from '../rows/missing.ts'
import { quote } from '../survey/say.ts'

/** The number of texts of each label. */
export type LabelCounts = ReadonlyMap<string, number>

const shown = 5

/** Labels that differ in case, blanks or punctuation only. */
export function findAlike(counts: LabelCounts, keyOf: (label: string) => string): FindingInput | null {
  const groups = groupBy([...counts.keys()].sort(), keyOf).filter((group) => group.length > 1)
  if (groups.length === 0) return null
  const list = groups.slice(0, shown).map((group) => {
    const spellings = group.map((label) => withCount(label, counts))
    return spellings.reduce((first, second) => say('{{first}} and {{second}}', { first, second }))
  })
  return {
    kind: 'labels',
    severity: 'warning',
    sentence: say('Labels differ in case, blanks or punctuation only, and count as different: {{list}}.', {
      list: join([...list, ...andMore(groups)], '; '),
    }),
    fixes: [{ title: say('Merge them'), change: { mergeCase: true } }],
  }
}

/** Spellings that were made one. */
export function findMerged(counts: LabelCounts, names: ReadonlyMap<string, string>): FindingInput | null {
  const changed = [...counts.keys()].filter((label) => names.get(label) !== label).sort()
  if (changed.length === 0) return null
  const spellings = changed.slice(0, shown).map((label) => isNow(quote(label), names.get(label) ?? ''))
  const list = join([...spellings, ...andMore(changed)], ', ')
  return { kind: 'labels', severity: 'note', sentence: say('Spellings of one label: {{list}}.', { list }) }
}

/** What the person's map did, and what it names that is not there. */
export function findMapped(
  counts: LabelCounts,
  to: ReadonlyMap<string, string | null>,
  unknown: readonly string[],
): FindingInput | null {
  const changed = [...to].filter(([label, name]) => label !== name && counts.has(label))
  const list = changed.map(([label, name]) => {
    const spelling = withCount(label, counts)
    return name === null ? say('{{label}} is left out', { label: spelling }) : isNow(spelling, name)
  })
  const done = list.length === 0 ? [] : [say('As chosen, {{list}}.', { list: firstOf(list) })]
  const known = firstOf([...to.keys()].map(quote), 20)
  const missed = join(unknown.slice(0, shown).map(quote), ', ')
  const fault =
    unknown.length === 0
      ? []
      : [say('The label map names {{missed}}, which no text has; the labels are {{known}}.', { missed, known })]
  const said = [...fault, ...done]
  if (said.length === 0) return null
  return { kind: 'labels', severity: fault.length > 0 ? 'warning' : 'note', sentence: join(said) }
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
    const labels = recurring.slice(0, 3).map((one) => quote(one.join(separator)))
    return {
      kind: 'labels',
      severity: 'warning',
      sentence: say(
        'Labels such as {{labels}} look like several in one (multi-label), joined by "{{separator}}". Each combination counts as a label of its own: Lastlayer trains on one label a text.',
        { labels: join(labels, ', '), separator },
      ),
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
  const list = firstOf(marks.map((label) => withCount(label, counts)))
  return {
    kind: 'labels',
    severity: 'warning',
    sentence: say(
      'Trained on as a label like any other: {{list}}. If it stands for a missing label, leave it out with a label map such as {{example}}.',
      { list, example: JSON.stringify({ [marks[0] ?? '']: null }) },
    ),
    fixes: marks.slice(0, shown).map((label) => ({
      title: say('Leave out "{{label}}"', { label }),
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
  const sentence = say("No text has the class {{list}}: it stays one, so that classes have the dataset's numbers.", {
    list: firstOf(unused.map(quote)),
  })
  return { kind: 'labels', severity: 'note', sentence }
}

/** Words for a missing label in whose rows no label was seen, and how to keep them. */
export function findMissing(words: LabelCounts, labelMap: readonly LabelChange[]): FindingInput | null {
  const asked = new Set(labelMap.map(({ from }) => from))
  const found = [...words].filter(([word]) => !asked.has(word)).sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
  if (found.length === 0) return null
  const list = join(
    found.map(([word]) => withCount(word, words)),
    ', ',
  )
  const meant = found.map(([word]) => word).filter(mayBeMeant)
  const [first] = meant
  return {
    kind: 'missing',
    severity: meant.length > 0 ? 'warning' : 'note',
    sentence:
      first === undefined
        ? say('Left out as texts without a label: {{list}}.', { list })
        : say(
            'Left out as texts without a label: {{list}}. If it is a label of yours, keep it with a label map that names it, such as {{example}}.',
            { list, example: JSON.stringify({ [first]: first }) },
          ),
    fixes: meant.map((word) => ({
      title: say('Keep "{{label}}" as a label', { label: word }),
      change: { labelMap: [...labelMap, { from: word, to: word }] },
    })),
  }
}

function groupBy(labels: readonly string[], keyOf: (label: string) => string): string[][] {
  const groups = new Map<string, string[]>()
  for (const label of labels) groups.set(keyOf(label), [...(groups.get(keyOf(label)) ?? []), label])
  return [...groups.values()]
}

function withCount(label: string, counts: LabelCounts): Said {
  return say('"{{label}}" ({{texts}})', { label, texts: String(counts.get(label) ?? 0) })
}

function isNow(spelling: Said, label: string): Said {
  return say('{{spelling}} is "{{label}}"', { spelling, label })
}

function firstOf(names: readonly Said[], most = shown): Said {
  return join(names.length > most ? [...names.slice(0, most), '…'] : names, ', ')
}

function andMore(all: readonly unknown[]): Said[] {
  return all.length > shown ? [say('and {{more}} more', { more: String(all.length - shown) })] : []
}
