import type { CommanderError } from 'commander'
import { oneLine, shellWord } from './format.ts'

/** What is wrong with a command as it was typed, in one sentence. */
export function describeUsage({ code, message }: CommanderError): string {
  if (code === 'commander.help') {
    return 'Name a command: finetune, predict, evaluate, inspect, runs or demo (lastlayer --help tells more).'
  }
  const text = code === 'commander.unknownOption' ? /'(-.*)'/s.exec(message)?.[1] : undefined
  // No option holds a blank or begins with a number: a text was meant.
  if (text !== undefined && /\s|^-\d/.test(text)) {
    const shown = oneLine(text, 60)
    return `${shown} begins with a minus, as options do: put -- before the texts, as in -- ${shellWord(shown)}.`
  }
  const sentence = message
    .replace(/^error: /, '')
    .replaceAll(/\s+/g, ' ')
    .replace(/\.$/, '')
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`
}
