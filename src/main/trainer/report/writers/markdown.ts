import { printable, withoutControls } from '../../../../shared/printable.ts'
import type { ReportFacts } from '../../../../shared/report-facts.ts'
import type { Block, Line, Section, Table } from '../document.ts'
import { sections } from '../sections/sections.ts'
import type { Exported } from '../sections/use.ts'

/** A model card: Markdown with a head in YAML that hubs read. With an export, the README.md of its folder. */
export function modelCard(facts: ReportFacts, exported: Exported | null): string {
  const { licence } = facts.base
  return [
    '---',
    'pipeline_tag: text-classification',
    `library_name: ${exported?.library ?? 'transformers'}`,
    ...(licence === null ? [] : [`license: ${printable(JSON.stringify(licence))}`]),
    'tags: [lastlayer, text-classification]',
    '---',
    '',
    '# Text classifier',
    '',
    ...sections(facts, exported).flatMap(writeSection),
  ].join('\n')
}

function writeSection({ title, blocks }: Section): string[] {
  return [`## ${title}`, '', ...blocks.flatMap((block) => [...writeBlock(block)])]
}

/** Charts are left out: their figures are in the tables. */
function writeBlock(block: Block): string[] {
  switch (block.kind) {
    case 'paragraph':
      return [inline(block.line), '']
    case 'list':
      return [...block.lines.map((line) => `- ${inline(line)}`), '']
    case 'sample':
      return [`\`\`\`${block.language}`, block.text.trimEnd(), '```', '']
    case 'table':
      return writeTable(block)
    case 'lines':
    case 'bars':
      return []
  }
}

function writeTable({ caption, head, rows }: Table): string[] {
  const row = (cells: readonly Line[]): string => `| ${cells.map(inline).join(' | ')} |`
  return [`${caption}:`, '', row(head), row(head.map(() => '---')), ...rows.map(row), '']
}

function inline(line: Line): string {
  if (typeof line === 'string') return line.replaceAll('<', '\\<')
  return 'words' in line ? code(line.words) : line.map(inline).join('')
}

/** A person's own words as code on one line of Markdown, also within a table: what only acts is a space. */
function code(text: string): string {
  const words = withoutControls(text).replace(/\s+/g, ' ').replaceAll('`', "'").replaceAll('|', '\\|')
  const line = [...words].slice(0, 200).join('')
  return `\`${line}\``
}
