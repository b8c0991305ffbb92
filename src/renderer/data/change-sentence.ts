import type { DatasetChange, LabelChange } from '../../shared/dataset-settings.ts'
import { count, isolated, listed } from '../text/format.ts'
import { t } from '../words/words.svelte.ts'
import { separatorTitle } from './columns/separator-title.ts'

const mostNamed = 3

type Sentences = { readonly [K in keyof DatasetChange]-?: (value: NonNullable<DatasetChange[K]> | null) => string }

/** What each setting of how the data is read says once it has a value; null where it is found out again. */
const sentences: Omit<Sentences, 'labelMap'> = {
  textColumn: (column) =>
    column === null ? t('data.change.textFound') : t('data.change.text', { column: quoted(column) }),
  labelColumn: (column) =>
    column === null ? t('data.change.labelFound') : t('data.change.label', { column: quoted(column) }),
  encoding: (encoding) =>
    encoding === null ? t('data.change.encodingFound') : t('data.change.encoding', { encoding }),
  separator: (sign) =>
    sign === null ? t('data.change.separatorFound') : t('data.change.separator', { separator: separatorTitle(sign) }),
  header: (header) => t(`data.change.header.${header ?? 'auto'}`),
  sheet: (sheet) => (sheet === null ? t('data.change.sheetFound') : t('data.change.sheet', { sheet: quoted(sheet) })),
  mergeCase: (is) => t(is ? 'data.change.caseMerged' : 'data.change.caseKept'),
  singleTexts: (what) => t(what === 'train' ? 'data.change.singlesTrained' : 'data.change.singlesLeftOut'),
  splitBy: (column) =>
    column === null ? t('data.change.splitByNone') : t('data.change.splitBy', { column: quoted(column) }),
  resplit: (is) => t(is ? 'data.change.partsAnew' : 'data.change.partsOwn'),
  dropDuplicates: (is) => t(is ? 'data.change.repeatsLeftOut' : 'data.change.repeatsStay'),
  stripHtml: (is) => t(is ? 'data.change.htmlTakenOut' : 'data.change.htmlStays'),
  corrections: (file) =>
    file === null ? t('data.change.uncorrected') : t('data.change.corrected', { file: quoted(file) }),
  maxLength: (length) => t('data.change.maxLength', { tokens: count(length ?? 0) }),
}

/** A change of how the data is read, in the words of what has changed by it. */
export function changeSentence(change: DatasetChange, before: DatasetChange): string {
  const isNew = (key: keyof DatasetChange): boolean => JSON.stringify(change[key]) !== JSON.stringify(before[key])
  const keys = (Object.keys(change) as (keyof DatasetChange)[]).filter((key) => change[key] !== undefined && isNew(key))
  const parts = keys.flatMap((key) => {
    if (key === 'labelMap') return labelSentences(change.labelMap ?? [], before.labelMap ?? [])
    const say = sentences[key] as (value: unknown) => string
    return [say(change[key] ?? null)]
  })
  return parts.length === 0 ? t('data.change.nothing') : parts.join(t('data.change.semicolon'))
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
    const values = { labels: quotedAll(from), to: quoted(to) }
    return isMerge
      ? t('data.change.labelsMerged', { ...values, count: from.length })
      : t('data.change.labelRenamed', values)
  })
  const out = added.filter(({ to }) => to === null).map(({ from }) => from)
  return [
    ...few(changed),
    ...(out.length > 0 ? [t('data.change.labelsLeftOut', { labels: quotedAll(out), count: out.length })] : []),
    ...(back.length > 0 ? [t('data.change.labelsAsInData', { labels: quotedAll(back), count: back.length })] : []),
  ]
}

function few(changes: readonly string[]): string[] {
  const others = changes.length - mostNamed
  return others > 0 ? [...changes.slice(0, mostNamed), t('data.change.moreLabels', { count: others })] : [...changes]
}

function quotedAll(names: readonly string[]): string {
  const shown = listed(names.slice(0, mostNamed).map(quoted))
  const others = names.length - mostNamed
  return others > 0 ? t('data.change.andOthers', { labels: shown, count: others }) : shown
}

function quoted(name: string): string {
  return t('common.quoted', { name: isolated(name) })
}
