import { randomBytes } from 'node:crypto'
import { hostname } from 'node:os'
import { isAlive } from './lock.ts'

// What a process puts on a folder of its own, so that others know when nobody needs it any more: its number; a token, as
// a later process may have the same number; and the machine, as a folder may be shared by several.

const token = randomBytes(3).toString('hex')
const machine = hostname().replaceAll(/[^\w.-]/g, '_')

/** The mark of this process; it may stand in the name of a file. */
export const ownMark = markOf(process.pid)

/** The mark of a process on this machine. */
export function markOf(pid: number): string {
  return `${pid}.${token}.${machine}`
}

const form = /^(\d+)\.([0-9a-f]{6})\.(.*)$/

/** Whether a name is a mark, of whatever machine. */
export function isMark(name: string): boolean {
  return form.test(name)
}

/** Whether the process that left a mark has ended. What is no mark, or of another machine, cannot be known: false. */
export function isGone(mark: string): boolean {
  const [, pid, itsToken, itsMachine] = form.exec(mark) ?? []
  if (pid === undefined || itsMachine !== machine) return false
  return Number(pid) === process.pid ? itsToken !== token : !isAlive(Number(pid))
}
