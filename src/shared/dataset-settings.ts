import { z } from 'zod'
import { pathTo } from './named-paths.ts'
import type { Setting } from './recipe-setting.ts'
import { sampleNames } from './samples.ts'
import { schemasOf } from './schema-table.ts'
import { separator } from './separators.ts'

/** Tokens of a text that are read: of the recipe, and what a fix may raise. */
export const maxLength = z.int().min(8)

const columnName = z.string().min(1).nullable().default(null)

/** A label of the dataset, and what it is called in training; null leaves its texts out. */
export const labelChange = z.object({ from: z.string(), to: z.string().min(1).nullable() })
export type LabelChange = z.infer<typeof labelChange>

/** The settings that say which texts and labels a dataset gives: all that reading it depends on. */
export const datasetSettings = {
  dataset: {
    schema: pathTo('dataset').min(1),
    title: 'Data',
    group: 'data',
    flag: null,
    sentence: `Dataset folder or file, or a sample: ${sampleNames}`,
  },
  textColumn: {
    schema: columnName,
    title: 'Text column',
    group: 'data',
    flag: '--text-column <name>',
    sentence: 'Column of the text (guessed); several as title,body or "{title}: {body}"; a.b for a field within one',
  },
  labelColumn: {
    schema: columnName,
    title: 'Label column',
    group: 'data',
    flag: '--label-column <name>',
    sentence: 'Column of the label in a table (guessed); a.b for a field within one',
  },
  encoding: {
    schema: z.string().min(1).nullable().default(null),
    title: 'Encoding',
    group: 'data',
    flag: '--encoding <name>',
    sentence: 'Encoding of the texts, such as utf-8, windows-1252 or shift_jis (detected)',
  },
  separator: {
    schema: separator.nullable().default(null),
    title: 'Separator',
    group: 'data',
    flag: '--separator <sign>',
    sentence: 'What cuts the lines of a table into fields, such as ; or :: or tab (found out)',
  },
  header: {
    schema: z.enum(['auto', 'yes', 'no']).default('auto'),
    title: 'Header',
    group: 'data',
    flag: '--header <whether>',
    sentence: 'Whether the first line of a table names its columns; without, they are column 1, column 2 …',
  },
  sheet: {
    schema: columnName,
    title: 'Sheet',
    group: 'data',
    flag: '--sheet <name>',
    sentence: 'Sheet of a workbook (the first one with a table)',
  },
  labelMap: {
    schema: z.array(labelChange).max(1000).default([]),
    title: 'Labels renamed',
    group: 'data',
    flag: null,
    sentence: 'Labels that are merged, renamed or left out',
  },
  mergeCase: {
    schema: z.boolean().default(false),
    title: 'Merge labels by case',
    group: 'data',
    flag: '--merge-case',
    sentence: 'Take labels that differ in case only as one',
  },
  singleTexts: {
    schema: z.enum(['leave-out', 'train']).default('leave-out'),
    title: 'Labels with one text',
    group: 'data',
    flag: '--single-texts <what>',
    sentence: 'What becomes of a label with one text, which cannot be tested: leave-out or train',
  },
  splitBy: {
    schema: columnName,
    title: 'Split by',
    group: 'data',
    flag: '--split-by <column>',
    sentence: 'Column whose equal values stay in one part, such as an author',
  },
  resplit: {
    schema: z.boolean().default(false),
    title: 'Parts made anew',
    group: 'data',
    flag: '--resplit',
    sentence: 'Make the parts anew from all texts, whatever parts the data has',
  },
  dropDuplicates: {
    schema: z.boolean().default(false),
    title: 'Leave out repeats',
    group: 'data',
    flag: '--drop-duplicates',
    sentence: 'Leave out texts that were met before, and training texts that are also test texts',
  },
  corrections: {
    schema: pathTo('read').min(1).nullable().default(null),
    title: 'Corrections',
    group: 'data',
    flag: '--corrections <file>',
    sentence: 'Labels and texts put right, from a run in which they were (desk RUN) or its corrections.json',
  },
  stripHtml: {
    schema: z.boolean().default(true),
    title: 'Strip HTML',
    group: 'texts',
    flag: '--no-strip-html',
    sentence: 'Turn HTML tags such as <br /> into spaces',
    flagSentence: 'Keep HTML tags such as <br /> in the texts',
  },
} as const satisfies Readonly<Record<string, Setting>>

/** A dataset, and how it is to be read. */
export const datasetChoice = z.object(schemasOf(datasetSettings))
export type DatasetChoice = z.infer<typeof datasetChoice>

export type DatasetChange = Partial<Omit<DatasetChoice, 'dataset'>> & { maxLength?: number | undefined }
/** Some of these settings, or the maximum length, as a fix of what was found proposes them; the others stay as they are. */
export const datasetChange: z.ZodType<DatasetChange, DatasetChange> = z.strictObject({
  ...Object.fromEntries(
    Object.entries(datasetSettings)
      .filter(([key]) => key !== 'dataset')
      // A default would be filled in, and undo what the person has chosen.
      .map(([key, { schema }]) => [key, (schema instanceof z.ZodDefault ? schema.unwrap() : schema).optional()]),
  ),
  maxLength: maxLength.optional(),
})

/** The settings of this kind among those of a recipe. */
export function datasetChoiceOf(recipe: DatasetChoice): DatasetChoice {
  return datasetChoice.parse(recipe)
}
