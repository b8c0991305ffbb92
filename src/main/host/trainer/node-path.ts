import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { LastlayerError } from '../../../shared/errors.ts'

const run = promisify(execFile)
const oldest = [20, 19] as const

/**
 * A real Node for the trainer, which Electron's own binary is not: the one that a package brings along, the one that
 * runs npm, or the one on the PATH.
 * @throws LastlayerError `internal` if there is none that is new enough
 */
export async function findNode(resources: string, env: NodeJS.ProcessEnv = process.env): Promise<string> {
  const binary = process.platform === 'win32' ? 'node.exe' : 'node'
  const candidates = [join(resources, 'node', binary), env.npm_node_execpath, binary]
  for (const path of candidates) if (path && (await isNode(path, env))) return path
  throw new LastlayerError(
    'internal',
    `Training needs Node.js ${oldest.join('.')} or later, and none was found. Install it from nodejs.org and start Lastlayer again.`,
  )
}

async function isNode(path: string, env: NodeJS.ProcessEnv): Promise<boolean> {
  try {
    const { stdout } = await run(path, ['-p', 'process.versions.electron ? "" : process.versions.node'], {
      env,
      timeout: 10_000,
      windowsHide: true,
    })
    const [major = 0, minor = 0] = stdout.trim().split('.').map(Number)
    return major > oldest[0] || (major === oldest[0] && minor >= oldest[1])
  } catch {
    return false
  }
}
