import { vitePreprocess } from '@sveltejs/vite-plugin-svelte'

// Runes everywhere, in components and in *.svelte.ts. The preprocessor reads TypeScript in markup too.
export default {
  preprocess: vitePreprocess({ script: true }),
  compilerOptions: {
    runes: (/** @type {{ filename: string }} */ { filename }) => (filename.includes('node_modules') ? undefined : true),
  },
}
