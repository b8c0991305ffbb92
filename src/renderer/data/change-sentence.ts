import type { DatasetChange, LabelChange } from '../../shared/dataset-settings.ts'
import { separatorTitle } from '../../shared/separators.ts'
import { count, counted, isolated } from '../text/format.ts'

const mostNamed = 3

type Words = { readonly [K in keyof DatasetChange]-?: (value: NonNullable<DatasetChange[K]> | null) => string }

/** What each setting of how the data is read says once it has a value; null where it is found out again. */
const words: Omit<Words, 'labelMap'> = {
  textColumn: (column) => (column === null ? 'the text column is found out' : `the text is ${quoted(column)}`),
  labelColumn: (column) => (column === null ? 'the label column is found out' : `the label is ${quoted(column)}`),
  encoding: (encoding) => (encoding === null ? 'the encoding is detected' : `read as ${encoding}`),
  separator: (sign) => (sign === null ? 'the separator is found out' : `cut by ${separatorTitle(sign)}`),
  header: (header) =>
    ({
      yes: 'the first line names the columns',
      no: 'the first line is a row',
      auto: 'what the first line is is found out',
    })[header ?? 'auto'],
  sheet: (sheet) => (sheet === null ? 'the sheet is found out' : `the sheet is ${quoted(sheet)}`),
  mergeCase: (is) => (is ? 'labels that differ in case only are one' : 'labels that differ in case are different'),
  singleTexts: (what) => `labels with one text are ${what === 'train' ? 'trained' : 'left out'}`,
  splitBy: (column) =>
    column === null ? 'the parts are drawn text by text' : `the parts keep equal values of ${quoted(column)} together`,
  resplit: (is) => (is ? 'the parts are made anew' : 'the parts of the data are used'),
  dropDuplicates: (is) => (is ? 'repeats are left out' : 'repeats stay'),
  stripHtml: (is) => (is ? 'HTML tags are taken out' : 'HTML tags stay'),
  corrections: (file) => (file === null ? 'read without corrections' : `corrected by ${quoted(file)}`),
  maxLength: (length) => `the maximum length is ${count(length ?? 0)} tokens`,
}

/** A change of how the data is read, in the words of what has changed by it. */
export function changeSentence(change: DatasetChange, before: DatasetChange): string {
  const isNew = (key: keyof DatasetChange): boolean => JSON.stringify(change[key]) !== JSON.stringify(before[key])
  const keys = (Object.keys(change) as (keyof DatasetChange)[]).filter((key) => change[key] !== undefined && isNew(key))
  const parts = keys.flatMap((key) => {
    if (key === 'labelMap') return labelSentences(change.labelMap ?? [], before.labelMap ?? [])
    const say = words[key] as (value: unknown) => string
    return [say(change[key] ?? null)]
  })
  return parts.length === 0 ? 'nothing' : parts.join('; ')
}

function labelSentences(after: readonly LabelChange[], before: readonly LabelChange[]): string[] {
  const isIn = (all: readonly LabelChange[], { from, to }: LabelChange): boolean =>
    all.some((one) => one.from === from && one.to === to)
  const added = after.filter((one) => !isIn(before, one))
  const back = before.filter(({ from }) => !after.some((one) => one.from === from)).map(({ from }) => from)
  const names = [...new Set(added.map(({ to }) => to))].filter((to) => to !== null)
  const changed = names.map((to) => {
    const from = added.filter((one) => one.to === to && one.from !== to).map((one) => one.from)
    const isMerge = after.filter((one) => one.to === to).length > 1
    return `${listed(from)} ${isMerge ? `${from.length === 1 ? 'is' : 'are'} merged into` : 'is renamed to'} ${quoted(to)}`
  })
  const out = added.filter(({ to }) => to === null).map(({ from }) => from)
  return [
    ...some(changed, 'more labels'),
    ...(out.length > 0 ? [`${listed(out)} ${out.length === 1 ? 'is' : 'are'} left out`] : []),
    ...(back.length > 0 ? [`${listed(back)} ${back.length === 1 ? 'is' : 'are'} used as in the data`] : []),
  ]
}

function some(sentences: readonly string[], others: string): string[] {
  const rest = sentences.length - mostNamed
  return rest > 0 ? [...sentences.slice(0, mostNamed), `and ${count(rest)} ${others}`] : [...sentences]
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, mostNamed).map(quoted).join(', ')
  return names.length > mostNamed ? `${shown} and ${counted(names.length - mostNamed, 'other label')}` : shown
}

function quoted(name: string): string {
  return `“${isolated(name)}”`
}
