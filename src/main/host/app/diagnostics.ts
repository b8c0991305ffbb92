import type { Places } from '../../../shared/contract.ts'
import { describeDiagnostics } from '../../../shared/diagnostics.ts'
import { toErrorMessage } from '../../../shared/errors.ts'
import { nativeHome } from '../paths.ts'
import { listRuns } from '../runs/run-list.ts'
import { readRun } from '../runs/run-record.ts'
import type { TrainerHost } from '../trainer/start.ts'

const lastRuns = 5

/** The lines of {@link describeDiagnostics} about this machine and the last runs, as far as they can be had. */
export async function gatherDiagnostics(trainer: Pick<TrainerHost, 'run'>, places: Places): Promise<string[]> {
  const doctor = await trainer
    .run('doctor', { home: nativeHome(), places })
    .catch((error: unknown) => toErrorMessage(error).code)
  const listed = await listRuns(places.runs).catch(() => [])
  const found = listed.slice(0, lastRuns).map(({ folder }) => readRun(folder, false).catch(() => null))
  const runs = (await Promise.all(found)).filter((run) => run !== null)
  return describeDiagnostics(doctor, runs)
}
