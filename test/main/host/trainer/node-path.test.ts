import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { findNode } from '../../../../src/main/host/trainer/node-path.ts'
import { temporaryFolder } from '../../../support/temporary-folder.ts'

const onUnix = test.skipIf(process.platform === 'win32')

/** A program that claims to be this version of Node. */
function fakeNode(folder: string, version: string): string {
  mkdirSync(folder, { recursive: true })
  const path = join(folder, 'node')
  writeFileSync(path, `#!/bin/sh\necho ${version}\n`)
  chmodSync(path, 0o755)
  return path
}

onUnix('The Node that a package brings along comes first', async () => {
  const folder = await temporaryFolder()
  const own = fakeNode(join(folder, 'node'), '22.1.0')
  await expect(findNode(folder, { PATH: process.env.PATH })).resolves.toBe(own)
})

onUnix('The Node that runs npm comes before the one on the PATH, unless it is too old', async () => {
  const folder = await temporaryFolder()
  const npm = fakeNode(join(folder, 'npm'), '24.0.0')
  const old = fakeNode(join(folder, 'old'), '20.18.9')
  await expect(findNode(folder, { PATH: process.env.PATH, npm_node_execpath: npm })).resolves.toBe(npm)
  await expect(findNode(folder, { PATH: process.env.PATH, npm_node_execpath: old })).resolves.toBe('node')
})

onUnix('Without any Node the person is told what to install', async () => {
  const folder = await temporaryFolder()
  await expect(findNode(folder, { PATH: folder })).rejects.toMatchObject({
    message: expect.stringMatching(/Install it/),
  })
})
