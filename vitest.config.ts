import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vitest/config'

// The Svelte plugin compiles the runes of the renderer's *.svelte.ts.
export default defineConfig({
  plugins: [svelte()],
  test: { include: ['test/**/*.test.ts'], testTimeout: 120_000, hookTimeout: 60_000 },
})
