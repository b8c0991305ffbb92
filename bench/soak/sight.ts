import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { figuresOf } from '../process.ts'

/** What an application has at one moment. */
export interface Sight {
  /** Megabytes of its process. */
  readonly memory: number
  /** Megabytes of JavaScript in it, once what nobody needs is collected. */
  readonly heap: number
  /** Megabytes of the processes that it started. */
  readonly trainer: number
  /** Of all of them. */
  readonly files: number
  readonly processes: number
}

/** Has Node's processes write down how large their heaps are, twice a second. */
export class HeapProbe {
  readonly #hook: string

  constructor(private readonly folder: string) {
    this.#hook = join(folder, 'heap.mjs')
    writeFileSync(
      this.#hook,
      `import { setFlagsFromString } from 'node:v8'
      import { runInNewContext } from 'node:vm'
      import { isMainThread } from 'node:worker_threads'
      import { renameSync, writeFileSync } from 'node:fs'
      setFlagsFromString('--expose-gc')
      const collect = runInNewContext('gc')
      const path = ${JSON.stringify(folder)} + '/heap-' + process.pid
      const look = () => {
        collect()
        writeFileSync(path + '.new', String(process.memoryUsage().heapUsed))
        renameSync(path + '.new', path)
      }
      if (isMainThread) setInterval(look, 500).unref()`,
    )
  }

  get environment(): NodeJS.ProcessEnv {
    return { NODE_OPTIONS: `--import=${pathToFileURL(this.#hook).href}` }
  }

  /** Megabytes. */
  heapOf(pid: number): number {
    const path = join(this.folder, `heap-${pid}`)
    return existsSync(path) ? Number(readFileSync(path, 'utf8')) / 2 ** 20 : 0
  }
}

/** Looks at a process and all that it has started, a moment after its work. */
export async function sightOf(pid: number, probe: HeapProbe): Promise<Sight> {
  await delay(1200)
  const children = descendantsOf(pid)
  return {
    memory: figuresOf(pid).memory,
    heap: probe.heapOf(pid),
    trainer: children.reduce((sum, child) => sum + figuresOf(child).memory, 0),
    files: [pid, ...children].reduce((sum, one) => sum + openFilesOf(one), 0),
    processes: 1 + children.length,
  }
}

function openFilesOf(pid: number): number {
  try {
    return readdirSync(`/proc/${pid}/fd`).length
  } catch {
    return 0
  }
}

function descendantsOf(pid: number): number[] {
  const children = readdirSync('/proc')
    .map(Number)
    .filter((other) => other > 0 && figuresOf(other).parent === pid)
  return children.flatMap((child) => [child, ...descendantsOf(child)])
}
