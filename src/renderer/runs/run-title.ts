import type { RunSummary } from '../../shared/run-record.ts'
import { when } from '../text/format.ts'

/** What a run is called: as the person has named it, else by when it was started. */
export function runTitle({ caption, startedAt }: Pick<RunSummary, 'caption' | 'startedAt'>): string {
  return caption?.title === undefined || caption.title === '' ? when(startedAt) : caption.title
}
