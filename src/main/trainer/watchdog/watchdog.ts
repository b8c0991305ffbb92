import { writeSync } from 'node:fs'
import { workerData } from 'node:worker_threads'
import { interval, Watch } from './watch.ts'
import type { WatchdogData } from './watched.ts'
import { watchdogLine } from '../../../shared/watchdog-line.ts'

// A thread of the trainer process that ends it when it stands still, takes all memory or outlives its host. A thread, because nothing else
// runs while a regular expression or a native call does; it shares nothing with the work but two numbers.

const { shared, mostMemory, allMemory, parent } = workerData as WatchdogData
const watch = new Watch(mostMemory, allMemory)

setInterval(() => {
  const [beats, limit] = [Atomics.load(shared, 0), Atomics.load(shared, 1)]
  // Another process takes over the children of one that is gone; Windows does not say so.
  const isOrphan = process.ppid !== parent
  const reason = watch.look({ beats, limit, memory: process.memoryUsage.rss(), isOrphan })
  if (reason === null) return
  try {
    writeSync(2, watchdogLine(reason))
  } finally {
    process.kill(process.pid, 'SIGKILL')
  }
}, interval)
