import type { ReportFacts } from '../../../../shared/report-facts.ts'
import type { Line, Section } from '../document.ts'
import { count } from './figures.ts'

/** Test texts of a label below which its figures say little. */
const few = 30

/** What it cannot do, and what nobody has measured. */
export function limits(facts: ReportFacts, further: readonly string[]): Section {
  const { maxLength, abstainBelow, labels, report, dataset } = facts
  const scarce = labels.filter((_, i) => (report?.after.perClass[i]?.support ?? few) < few).length
  const lines: Line[] = [
    `One label a text, and only from those ${labels.length} above; a text about something else gets one too.`,
    ...(abstainBelow === null
      ? []
      : [
          [
            `Below a confidence of ${abstainBelow} (`,
            { words: 'lastlayer.abstain_below' },
            ' in config.json) it is unsure: take that for no answer.',
          ],
        ]),
    ...(maxLength === null ? [] : [`What comes after ${maxLength} tokens is not read.`]),
    ...(scarce === 0
      ? []
      : [`${count(scarce)} of the labels have fewer than ${few} test texts: their figures say little.`]),
    ...((dataset?.leaked ?? 0) === 0
      ? []
      : [`${count(dataset?.leaked)} test texts are training texts too: the figures are better than on new texts.`]),
    'In which languages the texts are was not looked at; other languages than theirs were not tested.',
    'It was tested on texts from the same source only: not on those of other sources or later times, not on texts that ' +
      'are made to mislead it, and not for being fair to the people who wrote them or of whom they speak.',
    ...further,
  ]
  return { title: 'Limits', blocks: [{ kind: 'list', lines }] }
}
