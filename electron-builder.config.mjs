// What a package holds, for electron-builder; `npm run package` runs it.
// - The trainer is a program of its own, run by a Node of its own: neither can read within an archive, so the trainer, its
//   packages and what it reads lie beside it (asarUnpack). The page and Electron's part stay inside.
// - Packages with native files carry those of every system, or are installed for this one alone: so a package is made on
//   the system and the processor that it is for, and leaves the others' out.
// - Tables can be opened with Lastlayer, which never becomes what they are opened with: macOS ranks it as an alternate,
//   Windows is told by resources/installer.nsh, since electron-builder's own way there would take over.
// - LASTLAYER_UPDATES_URL is where later versions will lie: a folder on a web server, by https, with what `dist` holds.
//   Without it a package says that it has no address for updates.
// - No package for Macs with Intel processors: ONNX Runtime has no binary for them.

const fixtures = 'node_modules/sentiment/test/fixtures'
const onnx = 'node_modules/onnxruntime-node/bin/napi-v6'

const updatesUrl = process.env.LASTLAYER_UPDATES_URL
// The list of versions has the processor in its name on Linux alone; on Windows each would overwrite the other's.
const channel = process.platform === 'win32' && process.arch === 'arm64' ? { channel: 'latest-arm64' } : {}

const tables = [
  { ext: 'csv', name: 'CSV table', mimeType: 'text/csv' },
  { ext: 'tsv', name: 'TSV table', mimeType: 'text/tab-separated-values' },
  { ext: 'jsonl', name: 'JSON Lines', mimeType: 'application/jsonl' },
]
const fileAssociations = tables.map((table) => ({ ...table, role: 'Viewer', rank: 'Alternate' }))

/** @type {import('electron-builder').Configuration} */
export default {
  appId: 'app.lastlayer',
  productName: 'Lastlayer',
  directories: { output: 'dist', buildResources: 'resources' },
  files: [
    'package.json',
    'out/{main,preload,renderer}/**',
    'resources/models/**',
    'resources/icon.png',
    '!**/*.{map,d.ts,d.mts,d.cts,flow,md,markdown}',
    '!**/{test,tests,__tests__,docs,example,examples}/**',
    `!${onnx}/!(\${platform})/**`,
    `!${onnx}/*/!(\${arch})/**`,
    // For browsers: the trainer has ONNX Runtime itself, and TensorFlow.js in its modules.
    '!node_modules/onnxruntime-web/**',
    '!node_modules/@tensorflow/*/dist/*.{fesm,es2017}*.js',
    '!node_modules/@tensorflow/*/dist/**/*.min.js',
    '!node_modules/electron/**',
  ],
  asarUnpack: ['package.json', 'out/main/**', 'resources/**', 'node_modules/**'],
  extraResources: [
    { from: 'out/node/${platform}-${arch}', to: 'node' },
    // The sentences of the samples. electron-builder leaves every folder out that is called `test`.
    { from: fixtures, to: `app.asar.unpacked/${fixtures}`, filter: ['{amazon,imdb,yelp}.json'] },
    { from: 'out/licences.txt', to: 'licences.txt' },
  ],
  npmRebuild: false,
  publish: updatesUrl ? { provider: 'generic', url: updatesUrl, ...channel } : null,
  afterPack: './scripts/after-pack.mjs',
  win: {
    target: 'nsis',
    icon: 'resources/icon.png',
  },
  nsis: {
    oneClick: false,
    perMachine: false,
    allowToChangeInstallationDirectory: true,
    deleteAppDataOnUninstall: false,
    include: 'resources/installer.nsh',
  },
  mac: {
    target: 'dmg',
    icon: 'resources/icon.png',
    category: 'public.app-category.developer-tools',
    minimumSystemVersion: '13.0',
    hardenedRuntime: true,
    fileAssociations,
    // A folder dropped on the icon.
    extendInfo: {
      CFBundleDocumentTypes: [
        {
          CFBundleTypeName: 'Folder of texts',
          CFBundleTypeRole: 'Viewer',
          LSHandlerRank: 'Alternate',
          LSItemContentTypes: ['public.folder'],
        },
      ],
    },
  },
  linux: {
    target: ['AppImage', 'deb', 'rpm'],
    icon: 'resources/icon.png',
    category: 'Science',
    syncDesktopName: true,
    synopsis: 'Fine-tune a text classifier on your own machine',
    fileAssociations,
  },
}
