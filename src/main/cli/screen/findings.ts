import { datasetSettings, type DatasetChange } from '../../../shared/dataset-settings.ts'
import type { Finding } from '../../../shared/dataset-summary.ts'
import type { Setting } from '../../../shared/recipe-setting.ts'
import { english } from '../../../shared/said.ts'
import { fileName, oneLine, shellWord } from './format.ts'

const shownRows = 4

/** The lines about something that was found: what it is, a few of its rows, and the flags that change it. */
export function describeFinding({ severity, sentence, rows, fixes }: Finding): string[] {
  const examples = rows.slice(0, shownRows).map(({ file, line, text, label }) => {
    const place = `${fileName(file)}${line > 0 ? `:${line}` : ''}`
    return `  ${place}  ${oneLine(label, 30)}: ${oneLine(text, 60)}`
  })
  const remedies = fixes.flatMap(({ title, change }) => {
    const flags = flagsOf(change)
    return flags === '' ? [] : [`  ${oneLine(english(title))}: ${flags}`]
  })
  return [
    `${severity === 'warning' ? 'Check' : 'Note'}`.padEnd(10) + oneLine(english(sentence)),
    ...examples,
    ...remedies,
  ]
}

/** The flags that make a change; none for settings that have no flag. */
export function flagsOf(change: DatasetChange): string {
  const settings: Readonly<Record<string, Setting>> = datasetSettings
  const flags = Object.entries(change).flatMap(([key, value]) => {
    const [name, argument] = (settings[key]?.flag ?? '').split(' ')
    if (!name || value === null || value === undefined) return []
    return argument === undefined ? [name] : [`${name} ${shellWord(String(value))}`]
  })
  return flags.join(' ')
}
