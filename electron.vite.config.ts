// Builds what Node and Electron run into out/. Why it is as it is:
// - `trainer` is its own entry because it is its own process: plain Node, so the target is Node, not Electron's.
// - `watchdog` is one too, since it is a thread of that process; the trainer finds it beside itself.
// - Packages under `dependencies` stay outside the bundle (electron-vite's default): most carry native files and find
//   them beside themselves. What is bundled (chart.js) is a devDependency.
// - The format is ESM, as package.json says, but for the preload: in a sandbox it must be one CommonJS file. Source maps
//   keep stack traces readable.
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'electron-vite'

export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      target: 'node20.19',
      sourcemap: true,
      rollupOptions: {
        input: {
          index: 'src/main/index.ts',
          cli: 'src/main/cli/main.ts',
          trainer: 'src/main/trainer/trainer.ts',
          watchdog: 'src/main/trainer/watchdog/watchdog.ts',
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      sourcemap: true,
      rollupOptions: {
        input: { index: 'src/preload/index.ts' },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'src/renderer',
    plugins: [svelte()],
    build: {
      outDir: 'out/renderer',
      sourcemap: true,
      // The page's policy allows no inlined fonts.
      assetsInlineLimit: 0,
      rollupOptions: { input: 'src/renderer/index.html' },
    },
  },
})
