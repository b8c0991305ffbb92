import type { ReportFacts } from '../../../../shared/report-facts.ts'
import type { Section } from '../document.ts'
import { confidence } from './confidence.ts'
import { errorSection, labelSection } from './labels.ts'
import { limits } from './limits.ts'
import { origin, recipeSection } from './origin.ts'
import { training } from './training.ts'
import { proofSection, use, type Exported } from './use.ts'
import { worth } from './worth.ts'

/** All that is told of a run or, without one, of a model folder, in order. */
export function sections(facts: ReportFacts, exported: Exported | null): Section[] {
  const measured = facts.recipe === null && facts.report === null ? [] : [worth(facts), errorSection(facts)]
  const trained = facts.report === null ? [] : [confidence(facts)]
  return [
    origin(facts, exported?.form ?? ''),
    labelSection(facts),
    ...measured,
    ...trained,
    ...training(facts),
    use(facts, exported),
    ...(exported === null ? [] : [proofSection(exported.proof)]),
    limits(facts, exported?.limits ?? []),
    ...recipeSection(facts),
  ]
}
