import { hash, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'

// What a process puts on a folder of its own, so that others know when nobody needs it any more: its number; a token, as
// a later process may have the same number; and the machine, as a folder may be shared by several.

const randomToken = randomBytes(3).toString('hex')
const machine = hostname().replaceAll(/[^\w.-]/g, '_')

/** The mark of this process; it may stand in the name of a file. */
export const ownMark = markOf(process.pid)

/** The mark of a process on this machine. */
export function markOf(pid: number): string {
  return `${pid}.${beginningOf(pid) ?? randomToken}.${machine}`
}

const form = /^(\d+)\.([0-9a-f]{6})\.(.*)$/

/** Whether a name is a mark, of whatever machine. */
export function isMark(name: string): boolean {
  return form.test(name)
}

/** Whether a mark is of this machine, so that it can be known what became of its process. */
export function isOfThisMachine(mark: string): boolean {
  return form.exec(mark)?.[3] === machine
}

/** The process that left a mark, or its number, in a lock, in words; with a way out where nobody here can know whether it has ended. */
export function holderOf(mark: string, lock: string): string {
  const [, number = mark, , itsMachine = machine] = form.exec(mark) ?? []
  const holder = number === '' ? 'another process' : `process ${number}`
  return itsMachine === machine ? holder : `${holder} of ${itsMachine}; if that has ended, delete ${lock}`
}

/** Whether the process that left a mark has ended. What is no mark, or of another machine, cannot be known: false. */
export function isGone(mark: string): boolean {
  const [, number, itsToken] = form.exec(mark) ?? []
  if (number === undefined || !isOfThisMachine(mark)) return false
  const pid = Number(number)
  if (!isAlive(pid)) return true
  const beginning = beginningOf(pid) ?? (pid === process.pid ? randomToken : null)
  return beginning !== null && beginning !== itsToken
}

/** A token of when a process began, that no later one of its number has; null where the system does not say (all but Linux). */
function beginningOf(pid: number): string | null {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8')
    const start = statOf(pid)[22 - 3]
    return start === undefined ? null : hash('sha256', `${boot}${start}`).slice(0, 6)
  } catch {
    return null
  }
}

/** What Linux tells of a process after its name, as proc(5) counts it from the third: its state, … the 22nd is its start. */
function statOf(pid: number): string[] {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // The name is in parentheses, and may hold any sign.
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
}

/** Whether a process has ended and is still listed: in a container, nobody may ever ask how. False where the system does not say. */
function isZombie(pid: number): boolean {
  try {
    return /^[ZX]$/.test(statOf(pid)[0] ?? '')
  } catch {
    return false
  }
}

/** Whether a process of this number runs on this machine. */
export function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
    return !isZombie(pid)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
