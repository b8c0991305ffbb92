/**
 * The forms of tables that can be read, and the extensions that their files go by; train and test files are sought in
 * this order. What a file is, its content tells.
 */
export const tableForms = {
  csv: { title: 'CSV', extensions: ['.csv'] },
  tsv: { title: 'TSV', extensions: ['.tsv', '.tab'] },
  jsonl: { title: 'JSON Lines', extensions: ['.jsonl', '.ndjson'] },
  json: { title: 'JSON', extensions: ['.json'] },
  parquet: { title: 'Parquet', extensions: ['.parquet'] },
  arrow: { title: 'Arrow', extensions: ['.arrow', '.feather'] },
  xlsx: { title: 'Excel', extensions: ['.xlsx', '.xlsm'] },
  fasttext: { title: 'labelled lines (fastText)', extensions: ['.ft'] },
} as const satisfies Readonly<Record<string, { readonly title: string; readonly extensions: readonly string[] }>>
export type TableForm = keyof typeof tableForms

/** Every form that a dataset may have. */
export const datasetForms = {
  folders: { title: 'a folder for each label' },
  lines: { title: 'a text file for each label, a text on each line' },
  ...tableForms,
  sample: { title: 'built-in sample' },
} as const
/** The forms of files that are read row by row. */
export type FileForm = TableForm | 'lines'
export type DatasetForm = keyof typeof datasetForms

/** The form that each extension stands for, in small letters and with its dot. */
export const formOfExtension: ReadonlyMap<string, TableForm> = new Map(
  Object.entries(tableForms).flatMap(([form, { extensions }]) =>
    extensions.map((extension) => [extension, form as TableForm] as const),
  ),
)

const packed = /\.(gz|zip|bz2|xz|zst)$/

/** Whether a file is a table by its name, or may hold one packed. What it is indeed, its content says. */
export function isTableName(name: string): boolean {
  const lower = name.toLowerCase()
  return packed.test(lower) || [...formOfExtension.keys()].some((extension) => lower.endsWith(extension))
}
