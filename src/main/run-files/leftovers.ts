import { dirname } from 'node:path'
import type { Places } from '../../shared/contract.ts'
import { sweepRuns } from '../disk/run-owner.ts'
import { sweepHalves, sweepTemporaryFolders } from '../disk/temporary-folder.ts'

/** Deletes what processes that have ended could not, and what nobody needs. @param runs another folder of runs */
export async function sweepLeftovers(places: Places, runs = places.runs): Promise<void> {
  await Promise.all([
    sweepTemporaryFolders(),
    sweepHalves(dirname(places.runs)),
    sweepHalves(places.models),
    sweepHalves(places.cache, true),
    ...[...new Set([places.runs, runs])].map(sweepRuns),
  ])
}
