import type { DatasetSummary, Finding, FoundRow, RejectedRow } from '../../../shared/dataset-summary.ts'
import { isolated } from '../../text/format.ts'
import type { DatasetChange } from '../../../shared/dataset-settings.ts'
import { told, type Told } from '../../words/told.svelte.ts'
import { t } from '../../words/words.svelte.ts'

/** One line of what the person should know of their data. */
export interface Check {
  readonly severity: 'warning' | 'note' | 'fine'
  readonly sentence: Told
  readonly rows: readonly FoundRow[]
  /** How many such rows there are, where it is known. */
  readonly rowsInAll: number | null
  readonly rejected: readonly RejectedRow[]
  readonly fixes: readonly { readonly title: Told; readonly change: DatasetChange }[]
  /** The place in the window where more can be done about it. */
  readonly leadsTo: 'models' | 'columns' | null
}

const enough = 20
const rank = { warning: 0, note: 1, fine: 2 }

/** A finding as a line of the list. */
export function checkOf({ kind, severity, sentence, rows, rowsInAll, fixes }: Finding): Check {
  // What a longer reading puts right is no matter of the model.
  const leadsTo = kind === 'columns' ? 'columns' : kind === 'tokens' && fixes.length === 0 ? 'models' : null
  return {
    severity,
    sentence: told(sentence),
    rows,
    rowsInAll: rowsInAll ?? null,
    fixes: fixes.map(({ title, change }) => ({ title: told(title), change })),
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
  const leaveOut = [{ title: own(t('data.checks.leaveOut')), change: { dropDuplicates: true } }]
  const repeats = [
    leaked === 0
      ? check('fine', t('data.checks.noneLeaked'))
      : check('warning', t('data.checks.leaked', { count: leaked }), leaveOut),
    duplicates === 0
      ? check('fine', t('data.checks.noRepeats'))
      : check('warning', t('data.checks.repeats', { count: duplicates }), leaveOut),
  ]
  return [
    ...findings.filter((one) => !isOfColumns(one) || one.fixes.length > 0).map(checkOf),
    {
      ...(rejected.count === 0
        ? check('fine', t('data.checks.allRead'))
        : check('warning', t('data.checks.rejected', { count: rejected.count }))),
      rejected: rejected.rows,
      rowsInAll: rejected.count,
    },
    // What a finding says of repeats, it says with its rows and what can be done.
    ...(saysRepeats ? [] : repeats),
    thinLabels(summary),
  ].sort((a, b) => rank[a.severity] - rank[b.severity])
}

/** Words of the window itself. */
function own(text: string): Told {
  return { text, lang: undefined }
}

function check(severity: Check['severity'], sentence: string, fixes: Check['fixes'] = []): Check {
  return { severity, sentence: own(sentence), rows: [], rowsInAll: null, rejected: [], fixes, leadsTo: null }
}

function thinLabels({ labels, counts }: DatasetSummary): Check {
  const thin = labels
    .map((label, i) => ({ label, texts: counts.train[i] ?? 0 }))
    .filter(({ texts }) => texts < enough)
    .sort((a, b) => a.texts - b.texts)
  const [least] = thin
  if (least === undefined) return check('fine', t('data.checks.enough'))
  const label = isolated(least.label)
  if (thin.length === 1) return check('warning', t('data.checks.thin', { label, count: least.texts }))
  const texts = t('data.checks.trainingTexts', { count: least.texts })
  return check('warning', t('data.checks.thinMore', { label, texts, count: thin.length - 1 }))
}
