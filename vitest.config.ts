import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vitest/config'

// The Svelte plugin compiles the runes of the renderer's *.svelte.ts. A file waits for its processes most of the time: as
// many are run as there are cores.
export default defineConfig({
  plugins: [svelte()],
  test: {
    include: ['test/**/*.test.ts'],
    // scripts/test-electron.mjs makes ready what these need.
    exclude: process.env.LASTLAYER_TEST_APP ? [] : ['test/e2e/electron*.test.ts'],
    maxWorkers: '100%',
    testTimeout: 120_000,
    hookTimeout: 60_000,
  },
})
