import type { Chance, Judgement } from '../../../shared/judgement.ts'
import type { HardlyAnswered } from '../../../shared/label-advice.ts'
import { count, figure, isolated, percent } from '../../text/format.ts'
import { language, t } from '../../words/words.svelte.ts'
import { figureTitle } from '../figure-words.ts'

/** What a result is worth, in one sentence. */
export function judgementSentence(one: Judgement): string {
  switch (one.kind) {
    case 'useless':
      return t('results.worth.useless', { label: isolated(one.label) })
    case 'worse':
      return t('results.worth.worse', { before: figure(one.before, 2), after: figure(one.after, 2) })
    case 'majority':
      return t('results.worth.majority', { label: isolated(one.label), share: percent(one.accuracy) })
    case 'never': {
      const labels = one.labels.map((label) => t('results.worth.label', { label: isolated(label) }))
      const others = one.others === 0 ? [] : [t('results.worth.others', { count: one.others })]
      return t('results.worth.never', { labels: list('disjunction', [...labels, ...others]) })
    }
    case 'gain':
      return t(`results.worth.gain.${one.over}.${one.chance.isBeyond ? 'beyond' : 'within'}`, {
        points: figure(100 * one.gain, 1),
        figure: figureTitle(one.key),
        proof: proofOf(one.chance),
      })
    case 'cost':
      return t(`results.worth.cost.${one.over}.${one.chance.isBeyond ? 'beyond' : 'within'}`, {
        points: figure(100 * one.loss, 1),
        proof: proofOf(one.chance),
      })
    case 'lost':
    case 'nothing':
      return t(`results.worth.${one.kind}.${one.over}`, {
        figure: figureTitle(one.key),
        tuned: percent(one.tuned),
        other: percent(one.other),
      })
    case 'drawn':
      return t('results.worth.drawn', { some: count(one.some), all: count(one.all) })
  }
}

/** Advises to weigh the labels for the sake of those that are hardly answered. */
export function adviceSentence({ labels, others }: HardlyAnswered): string {
  const named = labels.map(({ label, support, answered }) =>
    t('results.advice.label', { label: isolated(label), count: answered, support: count(support) }),
  )
  const more = others === 0 ? [] : [t('results.advice.others', { count: others })]
  return t('results.advice.sentence', { labels: list('conjunction', [...named, ...more]) })
}

function proofOf(chance: Chance): string {
  if (chance.by === 'interval') {
    const [from, to] = chance.interval
    return t('results.worth.interval', { from: signed(from), to: signed(to) })
  }
  const { p } = chance
  return p < 0.001
    ? t('results.worth.pBelow', { p: figure(0.001) })
    : t('results.worth.p', { p: figure(p, p < 0.1 ? 3 : 2) })
}

function signed(difference: number): string {
  return `${difference < 0 ? '−' : '+'}${figure(100 * Math.abs(difference), 1)}`
}

function list(type: 'conjunction' | 'disjunction', items: readonly string[]): string {
  return new Intl.ListFormat(language() === 'en' ? 'en-GB' : language(), { type }).format(items)
}
