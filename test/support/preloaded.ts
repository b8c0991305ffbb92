import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

/** Builds a library of this folder that is preloaded into processes, and returns its path; or says why it cannot be had. */
export function buildPreloaded(name: string, folder: string): { readonly library: string } | { readonly why: string } {
  if (process.platform !== 'linux') return { why: 'libraries are preloaded on Linux only' }
  const library = join(folder, `${name}.so`)
  const source = join(import.meta.dirname, `${name}.c`)
  const args = ['-O1', '-Wall', '-Werror', '-shared', '-fPIC', '-o', library, source, '-ldl']
  const { status, error, stderr } = spawnSync('cc', args, { encoding: 'utf8' })
  if (error) return { why: 'there is no C compiler' }
  if (status !== 0) throw new Error(stderr)
  return { library }
}
