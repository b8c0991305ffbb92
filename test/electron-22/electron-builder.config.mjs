// The same package around the fixture's Electron 22, to be tried where no newer one can be had:
// `npm run package -- --config test/electron-22/electron-builder.config.mjs --dir`, after `npm run test:electron`. Instead of
// --dir, `--linux deb` makes a .deb; fpm.mjs stands in for the tool that electron-builder fetches for that.
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import base from '../../electron-builder.config.mjs'
import { electronFixture } from '../../scripts/electron-fixture.mjs'

const electronDist = mkdtempSync(join(tmpdir(), 'lastlayer-electron-'))
cpSync(electronFixture(), electronDist, { recursive: true })
rmSync(join(electronDist, 'resources', 'app'), { recursive: true })
process.on('exit', () => rmSync(electronDist, { recursive: true, force: true }))

const built = 'out/electron-22/out'

export default {
  ...base,
  electronDist,
  electronVersion: '22.3.25',
  extraMetadata: { main: 'shims/packaged.cjs' },
  files: [
    ...base.files.filter((pattern) => pattern !== 'out/{main,preload,renderer}/**'),
    'out/main/**',
    { from: `${built}/main`, to: 'out/main', filter: ['**/*.cjs'] },
    { from: `${built}/preload`, to: 'out/preload' },
    { from: `${built}/renderer`, to: 'out/renderer' },
    { from: 'test/electron-22/default-app', to: 'shims' },
  ],
}
