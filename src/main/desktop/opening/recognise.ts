import { stat } from 'node:fs/promises'
import { isTableName, tableForms } from '../../../shared/dataset-forms.ts'
import { LastlayerError, toErrorMessage } from '../../../shared/errors.ts'
import type { Opened } from '../../../shared/opened.ts'
import { summarizeRun } from '../../host/runs/run-list.ts'

const tableTitles = Object.values(tableForms).map(({ title }) => title)

/** Whether a path leads to a run, to what can be data, or to neither. What is in a table or folder, its reading tells. */
export async function recognise(path: string): Promise<Opened> {
  try {
    const found = await stat(path)
    if (found.isDirectory()) {
      return (await summarizeRun(path)) === null ? { kind: 'data', path } : { kind: 'run', folder: path }
    }
    if (found.isFile() && (isTableName(path) || path.toLowerCase().endsWith('.txt'))) return { kind: 'data', path }
    throw new LastlayerError(
      'usage',
      `${path} cannot be opened: it is no table (${tableTitles.join(', ')}), no folder of texts and no run. Your data is as it was.`,
    )
  } catch (error) {
    return { kind: 'refused', error: toErrorMessage(error) }
  }
}
