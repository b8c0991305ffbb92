import { valueOf } from '../../shared/figures.ts'
import { leadOf } from '../../shared/lead-figure.ts'
import type { RunSummary } from '../../shared/run-record.ts'
import { datasetTitle } from '../text/dataset-title.ts'
import { fileName } from '../text/format.ts'
import { t } from '../words/words.svelte.ts'

export const runOrders = ['newest', 'best', 'data'] as const
export type RunOrder = (typeof runOrders)[number]

/** The runs that have all the words of a search, in an order; one that goes on stays on top. */
export function arranged(runs: readonly RunSummary[], search: string, order: RunOrder): RunSummary[] {
  const words = search.toLowerCase().split(/\s+/)
  const found = runs.filter((run) => words.every((word) => wordsOf(run).includes(word)))
  return found.sort((a, b) => rank(a) - rank(b) || compare[order](a, b) || b.startedAt - a.startedAt)
}

const compare: Readonly<Record<RunOrder, (a: RunSummary, b: RunSummary) => number>> = {
  newest: () => 0,
  best: (a, b) => resultOf(b) - resultOf(a),
  data: (a, b) => dataOf(a).localeCompare(dataOf(b)),
}

function rank({ status }: RunSummary): number {
  return status === 'running' ? 0 : 1
}

/** The figure that a run is told by; below all where it has none. */
function resultOf({ outcome }: RunSummary): number {
  return outcome === null ? -1 : (valueOf(outcome.after, leadOf(outcome.lead)) ?? -1)
}

function dataOf({ recipe }: RunSummary): string {
  return recipe === null ? '' : datasetTitle(recipe.dataset)
}

function wordsOf({ name, status, recipe, caption, ...run }: RunSummary): string {
  const model = recipe === null ? '' : fileName(recipe.model)
  return [
    name,
    t(`runs.status.${status}`),
    caption?.title,
    caption?.note,
    model,
    dataOf({ name, status, recipe, ...run }),
  ]
    .join(' ')
    .toLowerCase()
}
