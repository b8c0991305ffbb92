import type { CommanderError } from 'commander'
import type { CommandUnknownOpts } from '@commander-js/extra-typings'
import { LastlayerError } from '../../../shared/errors.ts'
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

/** @throws LastlayerError `usage` if anything but --json is given beside a flag that says all by itself */
export function requireOnly(command: CommandUnknownOpts, flag: string): void {
  const given = command.options
    .filter((option) => command.getOptionValueSource(option.attributeName()) === 'cli')
    .flatMap((option) => (option.long === null || option.long === undefined ? [] : [option.long]))
    .filter((name) => name !== flag && name !== '--json')
  const [other] = [...given, ...command.args]
  if (other === undefined) return
  throw new LastlayerError('usage', `${flag} goes on with a run as it was begun: leave ${other} out.`)
}

/** Options of a command as they were given, to be given again: each with its value behind it. @param names their attributes */
export function givenFlags(command: CommandUnknownOpts, names: readonly string[]): string[] {
  return command.options
    .filter((option) => names.includes(option.attributeName()))
    .filter((option) => command.getOptionValueSource(option.attributeName()) === 'cli')
    .flatMap((option) => {
      const value: unknown = command.getOptionValue(option.attributeName())
      const flag = option.long ?? option.flags
      return typeof value === 'boolean' ? [flag] : [flag, String(value)]
    })
}
