// `npm run package`: installers for this system into dist/. What is given is electron-builder's, as in
// `npm run package -- --dir` for the unpacked application alone. Nothing is published.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { gatherLicences } from './licences.mjs'
import { fetchNode } from './node-binary.mjs'
import { root, run } from './prepare.mjs'

await run(async () => {
  const system = `${process.platform}-${process.arch}`
  fetchNode(system)
  gatherLicences(join(root, 'out', 'node', system))
  const cli = join(root, 'node_modules', 'electron-builder', 'cli.js')
  const given = process.argv.slice(2)
  const config = given.includes('--config') ? [] : ['--config', 'electron-builder.config.mjs']
  const { status } = spawnSync(process.execPath, [cli, ...config, '--publish', 'never', ...given], {
    cwd: root,
    stdio: 'inherit',
  })
  if (status !== 0) throw new Error('No package could be made; see above.')
})
