import { permutation } from '../../random.ts'
import type { Rows } from './rows.ts'
import { at } from '../../../../shared/at.ts'

export interface GroupedRows extends Pick<Rows, 'label'> {
  readonly group: Int32Array
}

/** The rows of one group among the candidates, and how many of them each label has. */
interface Group {
  readonly members: number[]
  readonly counts: Map<number, number>
}

/**
 * Draws whole groups of rows, so that of each label about a share is drawn: the largest groups first, each one taken if
 * that brings the counts nearer to the wish (as scikit-learn's StratifiedGroupKFold goes about it). Never draws all rows
 * of a label. A row without a group goes alone.
 * @param key of the random order among groups of one size
 * @returns the places of the drawn rows; none if every group is needed
 */
export function drawGroups(
  rows: GroupedRows,
  isCandidate: (i: number) => boolean,
  share: number,
  key: number,
): number[] {
  const groups = groupsOf(rows, isCandidate)
  const totals = new Map<number, number>()
  for (const { counts } of groups) for (const [label, n] of counts) totals.set(label, (totals.get(label) ?? 0) + n)
  const order = [...permutation(key, groups.length)].map((i) => at(groups, i))
  order.sort((a, b) => b.members.length - a.members.length)

  const drawn = new Map<number, number>()
  const costOf = ({ counts }: Group): number => {
    let cost = 0
    for (const [label, n] of counts) {
      const total = totals.get(label) ?? 0
      const before = (drawn.get(label) ?? 0) / total - share
      cost += (before + n / total) ** 2 - before ** 2
    }
    return cost
  }
  const leavesSome = ({ counts }: Group): boolean =>
    [...counts].every(([label, n]) => (drawn.get(label) ?? 0) + n < (totals.get(label) ?? 0))
  const chosen: number[] = []
  const take = ({ members, counts }: Group): void => {
    for (const member of members) chosen.push(member)
    for (const [label, n] of counts) drawn.set(label, (drawn.get(label) ?? 0) + n)
  }
  for (const group of order) if (costOf(group) < 0 && leavesSome(group)) take(group)
  if (chosen.length === 0) {
    // Every group is more than twice the wish: the smallest one is nearest to it.
    const nearest = order.filter(leavesSome).sort((a, b) => costOf(a) - costOf(b))[0]
    if (nearest !== undefined) take(nearest)
  }
  return chosen
}

function groupsOf({ label, group }: GroupedRows, isCandidate: (i: number) => boolean): Group[] {
  const groups = new Map<number, Group>()
  group.forEach((number, i) => {
    if (!isCandidate(i)) return
    const name = number < 0 ? -1 - i : number
    const { members, counts } = groups.get(name) ?? { members: [], counts: new Map<number, number>() }
    members.push(i)
    counts.set(at(label, i), (counts.get(at(label, i)) ?? 0) + 1)
    groups.set(name, { members, counts })
  })
  return [...groups.values()]
}
