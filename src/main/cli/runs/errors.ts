import { Option } from '@commander-js/extra-typings'
import { at } from '../../../shared/at.ts'
import { LastlayerError } from '../../../shared/errors.ts'
import { answerKinds, wrongTestLabels, type AnswerKind, type TestAnswer } from '../../../shared/test-answers.ts'
import { readDatasetSummary } from '../../run-files/kept-file.ts'
import { count, oneLine, rate, table } from '../screen/format.ts'
import { modelPath, type Session } from '../session.ts'
import { whole } from './whole.ts'

const mostShown = 100

const sentences: Readonly<Record<AnswerKind, string>> = {
  wrong: 'answered wrongly',
  unsure: 'the least sure first',
  fixed: 'that training turned right',
  broken: 'that training turned wrong',
  all: 'in all',
}

/** `--kind` of `runs errors`. */
export function kindOption() {
  return new Option('--kind <kind>', 'Which test texts').choices(answerKinds).default('wrong')
}

interface ErrorOptions {
  readonly kind: AnswerKind
  readonly label?: string
  readonly answer?: string
  readonly search?: string
  readonly offset: string
  readonly limit: string
}

/** `runs errors RUN`: the test texts that the model of a run has wrong, or others of them, and what it says of each. */
export async function errors(session: Session, name: string, options: ErrorOptions): Promise<void> {
  const { host, screen, places, signal } = session
  const run = await modelPath(name, places)
  const { value: summary } = await readDatasetSummary(run)
  const indexOf = (label: string | undefined): number | null => {
    if (label === undefined || summary === null) return null
    const index = summary.labels.indexOf(label)
    if (index !== -1) return index
    const known = summary.labels.slice(0, 10).map((one) => oneLine(one, 40))
    throw new LastlayerError('usage', `The run has no label ${oneLine(label, 40)}; it has ${known.join(', ')}.`)
  }
  const query = {
    kind: options.kind,
    label: indexOf(options.label),
    answer: indexOf(options.answer),
    search: options.search ?? '',
    offset: whole('--offset', options.offset, 0, Infinity),
    limit: whole('--limit', options.limit, 1, mostShown),
  }
  const { labels, answers, counts, broken } = await host.run('testAnswers', { run, query }, { signal })
  if (broken > 0) screen.note(`${count(broken)} damaged lines of test-answers.jsonl were left out.`)
  if (screen.json) {
    const named = (probabilities: readonly number[]) =>
      labels.map((label, i) => ({ label, probability: at(probabilities, i) }))
    screen.value({
      total: counts[query.kind],
      counts,
      answers: answers.map(({ before, after, label, ...one }) => {
        return {
          ...one,
          label: at(labels, label),
          answer: said(labels, after),
          after: named(after),
          before: named(before),
        }
      }),
    })
    return
  }
  const row = ({ text, label, after }: TestAnswer): string[] => [
    oneLine(at(labels, label), 24),
    oneLine(said(labels, after), 24),
    rate(Math.max(...after)),
    oneLine(text, 90),
  ]
  screen.lines([
    ...(answers.length === 0 ? [] : table('<<><', [['label', 'answer', 'sure', 'text'], ...answers.map(row)])),
    ...(answers.length === 0 ? [] : ['']),
    `${count(answers.length)} of ${count(counts[query.kind])} test texts ${sentences[query.kind]}${query.kind === 'all' ? '' : `; ${count(counts.all)} were tested`}`,
    ...(query.kind === 'wrong' && answers.length > 0 ? [wrongTestLabels.ofErrors] : []),
  ])
}

function said(labels: readonly string[], probabilities: readonly number[]): string {
  return at(labels, probabilities.indexOf(Math.max(...probabilities)))
}
