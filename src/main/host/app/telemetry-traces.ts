import { existsSync } from 'node:fs'
import { readdir, rmdir, unlink, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, isAbsolute, join } from 'node:path'
import type { Places } from '../../../shared/contract.ts'
import { makeFolder } from '../../disk/atomic-files.ts'

// Earlier versions of Lastlayer did not switch the telemetry of ONNX Runtime off. What that left on the machine goes
// once; what comes later is another program's.

/** The queue of reports, its side files, and the device's id with the files that writing it takes. */
const queue = /^onnxruntime\.db(-journal|-wal|-shm)?$/
const deviceId = /^deviceid(\.lock|\.tmp\..+)?$/
const marker = 'telemetry-traces.txt'

/** Where ONNX Runtime 1.30 keeps them; null where it keeps none. */
function tracesFolder(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string | null {
  const folder = join('Microsoft', 'DeveloperTools', '.onnxruntime')
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', folder)
  if (platform !== 'linux') return null
  const cache = env.XDG_CACHE_HOME ?? ''
  return join(isAbsolute(cache) ? cache : join(homedir(), '.cache'), folder)
}

/**
 * Removes what ONNX Runtime left when an earlier version of Lastlayer was used, at the first start only. A failure is not
 * the person's trouble: nothing is removed then, and nothing said.
 * @param home Lastlayer's data folder, which remembers that it was done
 * @returns the sentence for the person, or null if there is nothing to tell
 */
export async function removeTelemetryTraces(
  home: string,
  { runs, cache, models }: Places,
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): Promise<string | null> {
  const folder = tracesFolder(env, platform)
  // Where Lastlayer was never used, the traces are another program's.
  const wasUsed = [runs, cache, models].some((path) => existsSync(path))
  if (!(await isFirst(home)) || folder === null || !wasUsed) return null
  const names = await readdir(folder).catch(() => [])
  const left = names.filter((name) => !queue.test(name) && !deviceId.test(name))
  // Other libraries of Microsoft's keep their queues in this folder and share the id.
  const ours = names.filter((name) => queue.test(name) || (left.length === 0 && deviceId.test(name)))
  const removed = await Promise.all(ours.map((name) => isDone(unlink(join(folder, name)))))
  if (!removed.includes(true)) return null
  await removeEmpty(folder)
  return (
    'Earlier versions of Lastlayer let ONNX Runtime report to Microsoft about this machine and the models it ran. ' +
    `That is off now, and what it had left in ${folder} has been removed. SECURITY.md says what it was.`
  )
}

/** Leaves the marker; true for the one who was first. */
async function isFirst(home: string): Promise<boolean> {
  const text =
    'What earlier versions left of the telemetry of ONNX Runtime was looked for once, when this was written.\n'
  await makeFolder(home).catch(() => undefined)
  return isDone(writeFile(join(home, marker), text, { flag: 'wx' }))
}

/** Removes the folder and the two above it where nothing is in them. */
async function removeEmpty(folder: string): Promise<void> {
  for (const path of [folder, dirname(folder), dirname(dirname(folder))]) {
    if (!(await isDone(rmdir(path)))) return
  }
}

function isDone(work: Promise<unknown>): Promise<boolean> {
  return work.then(
    () => true,
    () => false,
  )
}
