import { finding, type Finding, type FindingInput, type FindingKind } from '../../../../shared/dataset-summary.ts'

// What trains on the wrong thing comes first, what merely costs some texts last.
const order: readonly FindingKind[] = [
  ...(['columns', 'encoding', 'table', 'labels', 'contradictions', 'split', 'repeats', 'missing'] as const),
  ...(['files', 'tokens'] as const),
]

/** All that was found, the most important first: warnings before notes, then by what they are about. */
export function inOrder(findings: readonly FindingInput[]): Finding[] {
  const rank = ({ kind, severity }: Finding) => (severity === 'warning' ? 0 : order.length) + order.indexOf(kind)
  return findings.map((one) => finding.parse(one)).sort((a, b) => rank(a) - rank(b))
}
