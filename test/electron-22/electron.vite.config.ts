// Builds Lastlayer for Electron 22 (Node 16, Chromium 108) into out/electron-22, an application folder of its own: the
// same sources, with CommonJS for main (needless from Electron 28), everything bundled, and shims before our code.
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig } from 'electron-vite'
import base from '../../electron.vite.config.ts'

const root = join(import.meta.dirname, '..', '..')
const folder = join(root, 'out', 'electron-22')
const { renderer } = base

/** A preload is in a sandbox, where no module can be given another face: it is changed as it is written. */
const webUtils = {
  name: 'web-utils',
  renderChunk: (code: string) => code.replace('require("electron")', `{ ...require("electron"), ${pathOf} }`),
}
/** Needless from Electron 32, which took `File.path` away. */
const pathOf = 'webUtils: { getPathForFile: (file) => file.path }'

const pageShims = {
  name: 'page-shims',
  transform: (code: string, id: string) =>
    id === join(root, 'src/renderer/main.ts') ? `import '${join(import.meta.dirname, 'page.ts')}'\n${code}` : null,
}

export default defineConfig({
  main: {
    plugins: [{ name: 'application-folder', closeBundle: makeFolder }],
    resolve: { alias: { execa: join(import.meta.dirname, 'execa.ts') } },
    build: {
      outDir: join(folder, 'out', 'main'),
      target: 'node16.17',
      externalizeDeps: false,
      rollupOptions: {
        input: { index: join(root, 'src/main/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  preload: {
    plugins: [webUtils],
    build: {
      outDir: join(folder, 'out', 'preload'),
      target: 'node16.17',
      rollupOptions: {
        input: { index: join(root, 'src/preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    ...renderer,
    plugins: [renderer?.plugins, pageShims],
    // Needless from Electron 30, which knows light-dark().
    css: { transformer: 'lightningcss', lightningcss: { targets: { chrome: 108 << 16 } } },
    build: { ...renderer?.build, outDir: join(folder, 'out', 'renderer'), target: 'chrome108' },
  },
})

/** What lies beside the built code; the trainer is the one of the real build, run by a real Node. */
function makeFolder(): void {
  const link = (from: string, to: string): void => {
    rmSync(to, { recursive: true, force: true })
    symlinkSync(from, to)
  }
  mkdirSync(folder, { recursive: true })
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ name: 'lastlayer', version: '22.0.0', main: 'out/main/index.cjs' }),
  )
  link(join(root, 'resources'), join(folder, 'resources'))
  link(join(root, 'out/main/trainer.js'), join(folder, 'out/main/trainer.js'))
}
