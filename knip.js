// What nobody uses: exports, files, packages. `npm run lint` looks for it.

/** @type {import('knip').KnipConfig} */
export default {
  entry: [
    'src/main/{index,cli/main,trainer/trainer,trainer/watchdog/watchdog}.ts',
    'scripts/*.mjs',
    'electron-builder.config.mjs',
    'test/electron-22/**/*.{ts,cjs,mjs}',
    'bench/**/*.ts',
    'test/**/*.test.ts',
    'test/e2e/{screenshots,electron-stand-in/*}.{ts,mjs}',
    'test/renderer/gallery/{main,vite.config}.ts',
  ],
  project: ['{src,test,bench}/**/*.{ts,svelte}', 'scripts/*.mjs'],
  // Schemas stand beside the types that are made of them.
  ignoreExportsUsedInFile: true,
  // Programs of the tests' machine.
  ignoreBinaries: ['mkfifo', 'cc', 'mount', 'umount', 'ldd', 'Xvfb', 'dpkg-deb'],
  ignoreDependencies: [
    // Read as files: headers for the compiler, sentences of the samples, a browser, the checker of its pages.
    ...['node-api-headers', 'sentiment', '@sparticuz/chromium', 'axe-core'],
    // Run by scripts/checks.mjs.
    ...['dependency-cruiser', 'svelte-check'],
  ],
}
