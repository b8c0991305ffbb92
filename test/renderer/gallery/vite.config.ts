// Builds the gallery by itself: `vite build --config test/renderer/gallery/vite.config.ts --outDir <folder>`.
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vite'

export default defineConfig({
  root: import.meta.dirname,
  base: './',
  plugins: [svelte({ configFile: '../../../svelte.config.js' })],
  build: { emptyOutDir: true, reportCompressedSize: false, assetsInlineLimit: 0 },
})
