import { extname } from 'node:path'
import { formOfExtension, type TableForm } from '../../../../shared/dataset-forms.ts'

/** The form of a table file; undefined for what is no table. */
export function tableFormOf(path: string): Promise<TableForm | undefined> {
  return Promise.resolve(formOfExtension.get(extname(path).toLowerCase()))
}
