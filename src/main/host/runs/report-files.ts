import { join } from 'node:path'
import { reportFiles, type WrittenReport } from '../../../shared/report-facts.ts'
import { writeFileAtomic } from '../../disk/atomic-files.ts'
import type { Trainer } from './current-run.ts'

/**
 * Writes the model card and the page of a finished run anew, each whole.
 * @returns what they tell, and their paths
 * @throws LastlayerError `model` if the folder is no run that finished; `output` if one cannot be written
 */
export async function writeReportFiles(
  trainer: Pick<Trainer, 'run'>,
  run: string,
  signal?: AbortSignal,
): Promise<WrittenReport & { paths: string[] }> {
  const written = await trainer.run('report', { run }, { signal })
  const files = [
    { path: join(run, reportFiles.markdown), text: written.markdown },
    { path: join(run, reportFiles.html), text: written.html },
  ]
  for (const { path, text } of files) await writeFileAtomic(path, text)
  return { ...written, paths: files.map(({ path }) => path) }
}
