import type { Finding, FindingInput } from '../../src/shared/dataset-summary.ts'
import { finding } from '../../src/shared/dataset-summary.ts'
import type { TablePreview } from '../../src/shared/table-preview.ts'

/** What a file of the fake host holds, and what is to be said of it. */
export interface FakeFile {
  readonly labels: readonly string[]
  readonly findings?: readonly FindingInput[]
  readonly preview?: Partial<TablePreview>
  /** The same before a separator is chosen. */
  readonly uncut?: Partial<TablePreview>
  /** Its reading ends there only if it is cancelled. */
  readonly endlessIn?: 'rows' | 'tokens'
  readonly texts?: readonly string[]
}

const tickets = ['billing', 'delivery', 'login', 'praise', 'returns']
const row = (line: number, text: string, label: string) => ({ file: 'mixed.csv', line, text, label })

const mixed: FindingInput[] = [
  {
    kind: 'labels',
    severity: 'warning',
    sentence: '“Praise” and “praise” differ in case only, and so do “Login” and “login”: each is a label of its own.',
    rows: [
      row(7, 'Thank you, the new lamp is lovely.', 'Praise'),
      row(12, 'The second lamp came in a day, well done.', 'praise'),
    ],
    fixes: [{ title: 'Merge case variants', change: { mergeCase: true } }],
  },
  {
    kind: 'repeats',
    severity: 'warning',
    sentence: '14 texts are met more than once, and 2 test texts are also training texts: the figures will flatter.',
    rows: [row(31, 'Where is my parcel?', 'delivery'), row(92, 'Where is my parcel?', 'delivery')],
    fixes: [{ title: 'Leave out repeats', change: { dropDuplicates: true } }],
  },
  {
    kind: 'contradictions',
    severity: 'warning',
    sentence: 'One text has two labels.',
    rows: [row(55, 'It broke after a week.', 'returns'), row(56, 'It broke after a week.', 'billing')],
  },
  {
    kind: 'tokens',
    severity: 'note',
    sentence: '12.3 % of the texts lose their end at 256 tokens; at 384 0.4 % would, and training takes longer.',
    fixes: [{ title: 'Set maximum length to 384', change: { maxLength: 384 } }],
  },
  {
    kind: 'encoding',
    severity: 'note',
    sentence: 'Read as windows-1252, which fits; iso-8859-15 fits too, and would show € where ¤ stands now.',
    fixes: [{ title: 'Read as iso-8859-15', change: { encoding: 'iso-8859-15' } }],
  },
  { kind: 'split', severity: 'note', sentence: 'test.csv has no labels and is left aside.' },
]

const columns = [
  { name: 'Clothing ID', values: ['767', '1080', '1077'] },
  { name: 'Title', values: ['', 'Some major design flaws', 'My favorite buy!'] },
  {
    name: 'Review Text',
    values: [
      'Absolutely wonderful - silky and sexy and comfortable',
      'Love this dress! It is sooo pretty. I happened to find it in a store, and I am glad I did because I never would have ordered it online because it is petite.',
      'I had such high hopes for this dress and really wanted it to work for me.',
    ],
  },
  { name: 'Rating', values: ['4', '5', '3'] },
  { name: 'Recommended IND', values: ['1', '1', '0'] },
  { name: 'هەڵسەنگاندن', values: ['باش', 'خراپ', 'باش'] },
  { name: 'Department Name', values: ['Intimate', 'Dresses', 'Dresses'] },
]

/** Of up to 80 characters, one without a blank, one written from right to left; many differ in their ends alone. */
const longLabels = Array.from({ length: 60 }, (_, i) => {
  if (i === 7) return 'Kontoauszugsanforderungsbestätigungsschreibenversandkostenerstattungsanträge2024'
  if (i === 11) return 'استرداد مبلغ دفع مرتين بالبطاقة في يوم واحد'
  if (i % 3 === 0) return `question about the delivery of an order with several parcels to address no ${10 + i}`
  return i % 3 === 1 ? `complaint ${i}` : `request to change the personal data of an account, kind ${10 + i}`
})

const untold = { column: null, why: '', isClear: false, candidates: [] }

/** A plain text, whose lines nothing usual cuts. */
const plainLines: Partial<TablePreview> = {
  separator: { used: null },
  header: null,
  columns: [
    { name: 'text', values: ['Where is my parcel?=>delivery', 'The lamp is lovely.=>praise', '# To be sorted'] },
  ],
  text: untold,
  label: untold,
  findings: [
    finding.parse({
      kind: 'table',
      severity: 'warning',
      sentence:
        'notes.txt is a plain text, not a table: it needs rows with a text and a label each, as CSV or JSON Lines have ' +
        'them. If some sign cuts its lines, choose it as the separator (--separator).',
    }),
  ],
}

/** The tables below /home/ada, each with something of its own. */
export const fakeFiles: Readonly<Record<string, FakeFile>> = {
  'tickets.csv': { labels: tickets },
  'mixed.csv': {
    labels: ['billing', 'delivery', 'login', 'Login', 'praise', 'Praise', 'returns', 'zz_test'],
    findings: mixed,
  },
  'clothing.csv': {
    labels: ['1', '2', '3', '4', '5'],
    preview: {
      columns,
      sheets: { used: 'Reviews', all: ['Reviews', 'Stores', 'Notes'] },
      text: {
        column: null,
        why: 'Both “Review Text” and “Title” are named like texts and hold words.',
        isClear: false,
        candidates: ['Review Text', 'Title'],
      },
      label: {
        column: null,
        why: '“Rating”, “Recommended IND” and “Department Name” could each be a label.',
        isClear: false,
        candidates: ['Rating', 'Recommended IND', 'Department Name'],
      },
    },
  },
  'notes.txt': { labels: tickets, uncut: plainLines },
  'wide.csv': { labels: longLabels },
  'slow.csv': { labels: tickets, endlessIn: 'rows' },
  'long.csv': { labels: tickets, findings: mixed.slice(1, 3), endlessIn: 'tokens' },
  'many.csv': {
    labels: Array.from({ length: 1000 }, (_, i) => `intent_${i}_${['balance', 'card', 'transfer'][i % 3]}`),
    findings: Array.from({ length: 200 }, (_, i): FindingInput => ({
      kind: 'files',
      severity: i % 9 === 0 ? 'warning' : 'note',
      sentence: `part-${i}-of-200.csv was left aside: ${'it_has_no_column_of_the_name_'.repeat(4)}${i}, and the others have.`,
    })),
  },
  'arabic.csv': {
    labels: ['إيجابي', 'سلبي'],
    texts: [
      'فيلم هادئ (2019) مع أفضل مشهد أخير رأيته هذا العام!',
      'ساعتان من الشرح في الممرات. نظرت إلى ساعتي 6 مرات.',
    ],
    findings: [
      {
        kind: 'tokens',
        severity: 'warning',
        sentence:
          '93 % of the tokens are unknown to this model: it was trained on another language or script. ' +
          'Choose a model of the language of the texts, or a multilingual one.',
        rows: [{ file: 'arabic.csv', line: 2, text: 'فيلم هادئ (2019) مع أفضل مشهد أخير!', label: 'إيجابي' }],
      },
    ],
  },
}

/** As the trainer would tell them. */
export function findingsOf({ findings = [] }: FakeFile): Finding[] {
  return findings.map((one) => finding.parse(one))
}
