import { readFileSync } from 'node:fs'

/** What Linux tells of a process; zeros elsewhere, and where it has ended. */
export interface ProcessFigures {
  /** The process that started it. */
  readonly parent: number
  /** Megabytes that it has. */
  readonly memory: number
  /** The most megabytes that it has had. */
  readonly mostMemory: number
  /** Seconds for which a processor worked for it, so that others on the machine do not count. */
  readonly seconds: number
}

const none: ProcessFigures = { parent: 0, memory: 0, mostMemory: 0, seconds: 0 }
const ticksASecond = 100

export function figuresOf(pid: number): ProcessFigures {
  const [status, stat] = ['status', 'stat'].map((name) => textOf(`/proc/${pid}/${name}`))
  if (status === '' || stat === '') return none
  const megabytes = (field: string): number =>
    Math.round(Number(new RegExp(`${field}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1024)
  // After the name, which is in parentheses, as proc(5) counts them from the third: 14 and 15 are user and system time.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return {
    parent: Number(fields[4 - 3]),
    memory: megabytes('VmRSS'),
    mostMemory: megabytes('VmHWM'),
    seconds: (Number(fields[14 - 3]) + Number(fields[15 - 3])) / ticksASecond,
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
