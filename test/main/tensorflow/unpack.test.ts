import { spawnSync } from 'node:child_process'
import { access, constants, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { run } from '../../../src/main/tensorflow/run.ts'
import { unpackWheel } from '../../../src/main/tensorflow/unpack.ts'
import type { SetupContext } from '../../../src/main/tensorflow/tools.ts'
import { temporaryFolder } from './fake-machine.ts'

const hasPython = spawnSync('python3', ['--version']).status === 0

/** Writes a zip of [name, Unix mode] and unpacks it by the patterns. */
async function unpacked(entries: [string, number][], patterns: string[]): Promise<string> {
  const folder = await temporaryFolder()
  const archive = join(folder, 'a.whl')
  const script = `
import json, sys, zipfile
with zipfile.ZipFile(sys.argv[1], 'w') as z:
    for name, mode in json.loads(sys.argv[2]):
        info = zipfile.ZipInfo('x'); info.filename = name; info.external_attr = mode << 16
        z.writestr(info, 'content of ' + name)
`
  spawnSync('python3', ['-c', script, archive, JSON.stringify(entries)])
  await unpackWheel({ run } as SetupContext, 'python3', archive, join(folder, 'out'), patterns)
  return join(folder, 'out')
}

test.skipIf(!hasPython)('Only the files that match are unpacked, programs executable', async () => {
  const wheel: [string, number][] = [
    ['tensorflow/libtensorflow_cc.so.2', 0o100644],
    ['tensorflow/python/big.py', 0o100644],
    ['nvidia/cuda_nvcc/bin/ptxas', 0o100755],
  ]
  const out = await unpacked(wheel, ['tensorflow/lib*.so.2', 'nvidia/*/bin/*'])
  expect(await readFile(join(out, 'tensorflow/libtensorflow_cc.so.2'), 'utf8')).toMatch(/content of/)
  expect(await readdir(join(out, 'tensorflow'))).toEqual(['libtensorflow_cc.so.2'])
  await access(join(out, 'nvidia/cuda_nvcc/bin/ptxas'), constants.X_OK)
})

test.skipIf(!hasPython).each<[string, number]>([
  ['nvidia/../../evil.so', 0o100644],
  ['nvidia//evil.so', 0o100644],
  ['/nvidia/evil.so', 0o100644],
  ['nvidia/c:\\evil.so', 0o100644],
  ['nvidia/link.so', 0o120777],
])('The entry %s with mode %i is refused', async (name, mode) => {
  await expect(unpacked([[name, mode]], ['*nvidia/*.so'])).rejects.toThrow(/cannot be unpacked.*in archive/)
})
