import { gatherDiagnostics } from '../../host/app/diagnostics.ts'
import type { Session } from '../session.ts'

/** `diagnostics`: what others may be shown who look for a defect, without a word of the person's. */
export async function diagnostics({ host, screen, places }: Session): Promise<void> {
  const lines = await gatherDiagnostics(host, places)
  if (screen.json) screen.value(lines)
  else screen.lines(lines)
}
