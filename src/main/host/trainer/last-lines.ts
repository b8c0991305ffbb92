import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { printable } from '../../../shared/printable.ts'
import { isDebugging } from '../../../shared/switches.ts'
import { isTensorflowLog } from '../../tensorflow/log.ts'

const most = 20

/** Keeps the last lines that a trainer prints, for a report of its end; who debugs sees them all. */
export function keepLastLines(stream: Readable | null, lines: string[]): void {
  if (!stream) return
  createInterface({ input: stream }).on('line', (line) => {
    if (isDebugging(process.env) || line.startsWith('Debugger listening')) process.stderr.write(`${printable(line)}\n`)
    if (isTensorflowLog(line)) return
    lines.push(line.slice(0, 500))
    if (lines.length > most) lines.shift()
  })
}
