import type { DatasetSummary, Finding, FoundRow, RejectedRow } from '../../../shared/dataset-summary.ts'
import { counted, isolated } from '../../text/format.ts'
import { windowWords } from '../../text/window-words.ts'

/** One line of what the person should know of their data. */
export interface Check {
  readonly severity: 'warning' | 'note' | 'fine'
  readonly sentence: string
  readonly rows: readonly FoundRow[]
  /** How many such rows there are, where it is known. */
  readonly rowsInAll: number | null
  readonly rejected: readonly RejectedRow[]
  readonly fixes: Finding['fixes']
  /** The place in the window where more can be done about it. */
  readonly leadsTo: 'models' | 'columns' | null
}

const enough = 20
const leaveOut: Check['fixes'] = [{ title: 'Leave out repeats', change: { dropDuplicates: true } }]
const rank = { warning: 0, note: 1, fine: 2 }

/** A finding as a line of the list. */
export function checkOf({ kind, severity, sentence, rows, rowsInAll, fixes }: Finding): Check {
  // What a longer reading puts right is no matter of the model.
  const leadsTo = kind === 'columns' ? 'columns' : kind === 'tokens' && fixes.length === 0 ? 'models' : null
  return {
    severity,
    sentence: windowWords(sentence),
    rows,
    rowsInAll: rowsInAll ?? null,
    fixes,
    rejected: [],
    leadsTo,
  }
}

/** Whether a finding says no more than which columns were taken, and why: they are shown with that. */
export function isOfColumns({ kind, severity }: Finding): boolean {
  return kind === 'columns' && severity === 'note'
}

/** All that is to be said of a dataset, once, what matters most first. */
export function checksOf(summary: DatasetSummary): Check[] {
  const { rejected, leaked, duplicates, findings } = summary
  const saysRepeats = findings.some(({ kind }) => kind === 'repeats')
  const repeats = [
    check(
      leaked === 0,
      'No test text is also a training text.',
      `${counted(leaked, 'test text is', 'test texts are')} also among the training texts: the figures will flatter.`,
      leaveOut,
    ),
    check(
      duplicates === 0,
      'No text appears twice.',
      `${counted(duplicates, 'text appears', 'texts appear')} more than once.`,
      leaveOut,
    ),
  ]
  return [
    ...findings.filter((one) => !isOfColumns(one) || one.fixes.length > 0).map(checkOf),
    {
      ...check(
        rejected.count === 0,
        'Every row could be read.',
        `${counted(rejected.count, 'row was', 'rows were')} left out.`,
      ),
      rejected: rejected.rows,
      rowsInAll: rejected.count,
    },
    // What a finding says of repeats, it says with its rows and what can be done.
    ...(saysRepeats ? [] : repeats),
    thinLabels(summary),
  ].sort((a, b) => rank[a.severity] - rank[b.severity])
}

function check(isFine: boolean, fine: string, warning: string, fixes: Check['fixes'] = []): Check {
  const severity = isFine ? 'fine' : 'warning'
  return {
    severity,
    sentence: isFine ? fine : warning,
    rows: [],
    rowsInAll: null,
    rejected: [],
    fixes: isFine ? [] : fixes,
    leadsTo: null,
  }
}

function thinLabels({ labels, counts }: DatasetSummary): Check {
  const thin = labels
    .map((label, i) => ({ label, texts: counts.train[i] ?? 0 }))
    .filter(({ texts }) => texts < enough)
    .sort((a, b) => a.texts - b.texts)
  const [least] = thin
  const others = thin.length > 1 ? `, and ${counted(thin.length - 1, 'other label has', 'other labels have')} few` : ''
  const name = least === undefined ? '' : isolated(least.label)
  return check(
    least === undefined,
    'Every label has enough texts to learn from.',
    `“${name}” has only ${counted(least?.texts ?? 0, 'training text')}${others}: add more, merge or leave them out.`,
  )
}
