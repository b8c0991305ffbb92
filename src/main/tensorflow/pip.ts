import { mkdir, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { lastLine, setupError, type SetupContext, type Tools } from './tools.ts'
import { whileWatching } from '../disk/folder-size.ts'

// Python's C library part is the same in the wheel of every Python version, so any version that has one will do, and
// the machine's own Python only runs pip.
const wheelPython = '3.12'

/**
 * Finds a Python 3 that has pip.
 * @throws LastlayerError `setup` if there is none.
 */
export async function findPython(tools: Tools, signal?: AbortSignal): Promise<string> {
  let found = false
  for (const python of ['python3', 'python']) {
    const { missing, code, stdout } = await tools.run(python, ['-m', 'pip', '--version'], { signal, timeout: 60_000 })
    if (code === 0 && /\(python 3\.([6-9]|\d\d)/.test(stdout)) return python
    found ||= !missing
  }
  throw found
    ? setupError('Python is here but not its pip; install pip (on Debian and Ubuntu: python3-pip).')
    : setupError('Python 3 with pip is needed to download TensorFlow, and there is none; install them.')
}

/** The platform tags that this machine's C library can run, newest first. */
export function platformTags(arch: string): string[] {
  const cpu = arch === 'arm64' ? 'aarch64' : 'x86_64'
  return ['manylinux_2_27', 'manylinux_2_17', 'manylinux2014'].map((tag) => `${tag}_${cpu}`)
}

/**
 * Downloads the wheel of one requirement into `context.downloads`, unless it is there with the right checksum, and
 * returns its path. pip's own settings (index, proxy, certificates) hold.
 * @throws LastlayerError `setup`, saying what pip could not do.
 */
export async function downloadWheel(context: SetupContext, python: string, requirement: string): Promise<string> {
  const { downloads, machine, signal, run, report } = context
  const partial = join(downloads, 'partial')
  await rm(partial, { recursive: true, force: true })
  await mkdir(partial, { recursive: true })

  const name = requirement.replace(/[^\w.-].*/, '')
  let total = 0
  const args = ['-m', 'pip', 'download', '--no-deps', '--only-binary=:all:', '--no-cache-dir', '--no-input']
  // Else pip also asks the index whether there is a newer pip.
  args.push('--disable-pip-version-check')
  args.push('--progress-bar', 'off', '--implementation', 'cp', '--python-version', wheelPython)
  args.push(...platformTags(machine.arch).flatMap((tag) => ['--platform', tag]), '--dest', downloads, requirement)
  const work = run(python, args, {
    // pip collects a wheel in the temporary folder: ours is on the disk whose space was checked, and can be watched.
    env: { TMPDIR: partial, PYTHONUNBUFFERED: '1' },
    signal,
    onOutput: (text) => {
      total = announcedSize(text) ?? total
    },
  })
  report('download', `Downloading ${name}`)
  let done = 0
  const { code, stdout, stderr } = await whileWatching(
    partial,
    (bytes) => {
      // It shrinks when pip moves the finished file out.
      done = Math.max(done, bytes)
      report('download', `Downloading ${name}`, done, Math.max(total, done))
    },
    work,
  )
  await rm(partial, { recursive: true, force: true })
  if (code !== 0) throw pipFailure(name, stderr)

  const wheels = stdout.matchAll(/^\s*(?:Saved|File was already downloaded) (.*\.whl)\s*$/gm)
  const wheel = [...wheels].at(-1)?.[1]
  if (wheel === undefined) throw setupError(`pip downloaded ${name} but does not say where: ${lastLine(stdout)}.`)
  return join(downloads, basename(wheel))
}

/** Bytes that pip announces: "Downloading name.whl (274.0 MB)". */
function announcedSize(text: string): number | null {
  const match = /Downloading \S+\.whl.* \(([\d.]+) (kB|MB|GB)\)/.exec(text)
  return match ? Number(match[1]) * { kB: 1e3, MB: 1e6, GB: 1e9 }[match[2] as 'kB' | 'MB' | 'GB'] : null
}

/** The sentence for what pip wrote when it failed. */
function pipFailure(name: string, stderr: string): Error {
  const says = (pattern: RegExp): boolean => pattern.test(stderr)
  const network = "check the network and pip's proxy and index settings, then run set-up again; what is here is kept"
  if (says(/No space left|Errno 28/))
    return setupError(`The disk filled up while ${name} was downloaded; free some space.`)
  if (says(/DO NOT MATCH THE HASHES/))
    return setupError(`What was downloaded of ${name} does not match its checksum; run set-up again.`)
  if (says(/connection broken|ConnectionError|ProxyError|timed out|name resolution|SSLError|HTTP error/i))
    return setupError(`${name} could not be downloaded: pip has no connection to its package index; ${network}.`)
  // So pip ends also when it gave up on an index in silence.
  if (says(/No matching distribution/))
    return setupError(`pip finds no ${name} for this machine, or does not reach its package index; ${network}.`)
  return setupError(`pip could not download ${name}: ${lastLine(stderr)}`)
}
