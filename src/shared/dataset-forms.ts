/** The forms of tables that can be read, and the extensions of their files; train and test files are sought in this order. */
export const tableForms = {
  csv: { title: 'CSV', extensions: ['.csv'] },
  tsv: { title: 'TSV', extensions: ['.tsv'] },
  jsonl: { title: 'JSON Lines', extensions: ['.jsonl', '.ndjson'] },
  parquet: { title: 'Parquet', extensions: ['.parquet'] },
} as const satisfies Readonly<Record<string, { readonly title: string; readonly extensions: readonly string[] }>>
export type TableForm = keyof typeof tableForms

/** Every form that a dataset may have. */
export const datasetForms = {
  folders: { title: 'a folder for each label' },
  ...tableForms,
  sample: { title: 'built-in sample' },
} as const
export type DatasetForm = keyof typeof datasetForms

/** The titles of the forms of tables. */
export const tableTitles = Object.values(tableForms).map(({ title }) => title)

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
