import { at } from '../../../../shared/at.ts'

/** How a text file is laid out, by its beginning. */
export type TextShape =
  | 'empty'
  | 'lfs-pointer'
  | 'html'
  | 'notebook'
  | 'xml'
  | 'python'
  | 'json'
  | 'jsonl'
  | 'fasttext'
  | 'svmlight'
  | 'sql'
  | 'mailbox'
  | 'yaml'
  | 'rasa'
  | 'pickle-text'
  | 'words'
  | 'trec'
  | 'tsv'
  | 'csv'
  | 'prose'

const mostLines = 100
const fewestLines = 2

/** What the beginning of a text file says of its layout. @param isCut whether the file goes on after it */
export function textShapeOf(head: Buffer, isCut: boolean): TextShape {
  const text = decoded(head).replace(/^\ufeff/, '')
  const start = text.trimStart()
  if (start === '') return 'empty'
  const early = earlyShapes.find(([, pattern]) => pattern.test(start))
  if (early !== undefined) return early[0] === 'jsonl' ? jsonShape(start, isCut) : early[0]
  const lines = wholeLines(text, isCut)
  if (areLabelledWords(text)) return 'words'
  const late = lineShapes.find(([, share, pattern]) => {
    return lines.filter((line) => pattern.test(line)).length >= share * lines.length
  })
  return late?.[0] ?? delimitedShape(lines)
}

const sqlComments = '(?:--[^\\n]*\\n\\s*|/\\*(?:[^*]|\\*(?!/))*\\*/;?\\s*)*'
/** The line before each e-mail of a mailbox, and its first header. */
const envelope = 'From \\S+ .*\\d{4}\\r?\\n[\\w-]+:'

/** Those that their first characters tell. */
const earlyShapes: readonly (readonly [TextShape, RegExp])[] = [
  ['lfs-pointer', /^version https:\/\/git-lfs\.github\.com\/spec\//],
  ['html', /^(<\?xml[^>]*>\s*)?(<!--[^]{0,2000}?-->\s*)?<(!doctype\s+html|html|head|body|script|meta|title|table)\b/i],
  ['notebook', /^\{\s*"(?:cells|metadata|nbformat)"(?=[^]*"(?:nbformat|cell_type)")/],
  ['xml', /^<\?xml\b/i],
  ['json', /^\[\s*([[{]\s*["[{\]}\d]|"(?=[^"]*"\s*[,\]])|\])/],
  ['jsonl', /^\{\s*("|\})/],
  ['python', /^[[{]\s*\{?\s*u?'/],
  [
    'sql',
    new RegExp(
      `^${sqlComments}(?:(?:create|drop|alter) +(?:table|database)|insert +into|set +\\w+ *=|pragma +\\w)`,
      'i',
    ),
  ],
  ['mailbox', new RegExp(`^${envelope}[^]*\\n\\r?\\n${envelope}`)],
  ['csv', /^(?:%[^\n]*\n\s*)*@relation[ \t]/i],
  ['pickle-text', /^(?:\(?[ldt]p0\n|\([ld]p0\n|ccopy_reg\n|cpandas\.|c__builtin__\n)/],
  ['rasa', /^(?:<!--[^]{0,2000}?-->\s*)?## (?:intent|synonym|lookup|regex):/],
  ['yaml', /^(?:%YAML\b|---[ \t]*\r?\n|(?:version:.*\s+)?nlu:[ \t]*\r?\n)/],
]

/** Those that most lines tell, and how many of them must. */
const lineShapes: readonly (readonly [shape: TextShape, share: number, pattern: RegExp])[] = [
  ['fasttext', 0.6, /^\s*__[a-z]+__\S|\s__label__\S+\s*$/i],
  ['svmlight', 0.9, /^\s*[-+]?\d+(\.\d+)?(,\d+)*(\s+(qid:\d+|\d+:[-+.\de]+))+\s*(#.*)?$/i],
  ['trec', 0.9, /^[A-Z]{2,10}:\w+\s+\S/],
]

/** One object a line, if half of the lines are; else one that takes several. */
function jsonShape(start: string, isCut: boolean): 'json' | 'jsonl' {
  const lines = wholeLines(start, isCut)
  const whole = lines.filter(isWholeObject).length
  return lines.length > 1 && whole >= lines.length / 2 ? 'jsonl' : 'json'
}

function isWholeObject(line: string): boolean {
  try {
    return /^\s*\{/.test(line) && typeof JSON.parse(line.replace(/\bNaN\b|-?\bInfinity\b/g, 'null')) === 'object'
  } catch {
    return false
  }
}

/** Whether each line is a word and its tag, and blank lines part sentences, as tables of CoNLL have it. */
function areLabelledWords(text: string): boolean {
  const blocks = text.split(/\r?\n[ \t]*\r?\n/)
  const lines = wholeLines(text, true).filter((line) => !line.startsWith('#'))
  const isTagged = (line: string) => /^\S+(?:[ \t]\S+)*[ \t](?:O|[BIES]-[\w.-]+)\s*$/.test(line)
  const isParsed = (line: string) => /^[\d.-]+\t[^\t]+\t[^\t]+\t\S+\t/.test(line) && line.split('\t').length === 10
  const most = 0.9 * lines.length
  const enough = blocks.length > 1 && lines.length > 5
  return enough && (lines.filter(isTagged).length >= most || lines.filter(isParsed).length >= most)
}

/** Tables, if nearly every line has as many of a delimiter as the others, of which there are enough to tell. */
function delimitedShape(lines: readonly string[]): 'tsv' | 'csv' | 'prose' {
  if (lines.length < fewestLines) return 'prose'
  for (const delimiter of ['\t', '|', ';', ',', '::', '^', '~', '\x01']) {
    const counts = lines.map((line) => unquoted(line).split(delimiter).length - 1)
    const [middle = 0] = [...counts].sort((a, b) => b - a).slice(Math.floor(counts.length / 2))
    const alike = counts.filter((count) => count === middle).length
    if (middle > 0 && alike >= 0.9 * counts.length) return delimiter === '\t' ? 'tsv' : 'csv'
  }
  return areBlankSeparated(lines) ? 'csv' : 'prose'
}

/** Whether lines are texts in quotes, numbers and words for missing values with one blank between, as R writes a table. */
export function areBlankSeparated(lines: readonly string[]): boolean {
  const filled = lines.filter((line) => line.trim() !== '')
  return filled.length >= fewestLines && filled.every((line) => blankSeparated.test(line) && line.includes('"'))
}

const blankSeparated =
  /^(?:"(?:[^"\\]|\\.|"")*"|[-+.\de]+|NA|TRUE|FALSE)(?: (?:"(?:[^"\\]|\\.|"")*"|[-+.\de]+|NA|TRUE|FALSE))+$/i

function unquoted(line: string): string {
  return line.replace(/"[^"]*"/g, '')
}

function wholeLines(text: string, isCut: boolean): string[] {
  const lines = text.split(/\r\n?|\n/)
  if (isCut && lines.length > 1) lines.pop()
  return lines.filter((line) => line.trim() !== '').slice(0, mostLines)
}

/** The characters, as far as the layout depends on them: delimiters and brackets are the same in nearly every encoding. */
function decoded(head: Buffer): string {
  const even = head.length - (head.length % 2)
  if (head[0] === 0xff && head[1] === 0xfe) return head.toString('utf16le')
  if (head[0] === 0xfe && head[1] === 0xff) return Buffer.from(head.subarray(0, even)).swap16().toString('utf16le')
  const zeros = [0, 1].map((parity) => head.filter((byte, i) => byte === 0 && i % 2 === parity).length)
  const many = head.length / 5
  if (at(zeros, 1) > many) return head.toString('utf16le')
  if (at(zeros, 0) > many) return Buffer.from(head.subarray(0, even)).swap16().toString('utf16le')
  return head.toString('utf8')
}
