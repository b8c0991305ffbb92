import js from '@eslint/js'
import svelte from 'eslint-plugin-svelte'
import ts from 'typescript-eslint'

// Which packages and globals belong to which room. Which rooms may import each other is .dependency-cruiser.js's matter.
const electron = { group: ['electron', 'electron-store'], message: 'Electron belongs to src/main/desktop.' }
const tensorflow = {
  group: ['@tensorflow/*'],
  allowTypeImports: true,
  message: 'src/main/trainer/backend/tf.ts is the only import of TensorFlow.js; types load nothing.',
}
// In tests and benchmarks too: theirs is the same library. Types load nothing.
const door = 'src/main/trainer/backend/onnx-runtime.ts loads ONNX Runtime, with its telemetry off.'
const onnx = { regex: '^(onnxruntime-|@huggingface/transformers)', allowTypeImports: true, message: door }
const loadingOnnx = {
  selector: 'ImportExpression[source.value=/^(onnxruntime-|@huggingface.transformers)/]',
  message: door,
}
const node = { group: ['node:*'], message: 'src/shared and the renderer know nothing of Node.' }
const desktop = ['src/main/index.ts', 'src/main/desktop/**']
const tf = 'src/main/trainer/backend/tf.ts'

/**
 * @param {string[]} files
 * @param {object[]} patterns what these files may not import
 * @param {string[]} ignores
 * @returns {import('eslint').Linter.Config}
 */
const border = (files, patterns, ignores = []) => ({
  files,
  ignores,
  rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns: [...patterns, onnx] }] },
})

const fetching = { name: 'fetch', message: 'src/main/host/hub/requests.ts makes every request, and notes it.' }

export default ts.config(
  { ignores: ['out', 'dist', 'node_modules', 'scripts/kernels'] },
  js.configs.recommended,
  ts.configs.strict,
  svelte.configs.recommended,
  {
    // A promise that nobody waits for loses its error.
    files: ['**/*.ts', '**/*.svelte'],
    languageOptions: { parserOptions: { projectService: true, extraFileExtensions: ['.svelte'] } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser } },
    // The types of the page are the compiler's to know, and svelte-check's.
    rules: { 'no-undef': 'off' },
  },
  {
    files: ['**/*.mjs', '**/*.js', '**/*.cjs'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly' } },
  },
  {
    // Electron 22 runs CommonJS alone.
    files: ['test/electron-22/**/*.cjs'],
    languageOptions: {
      globals: { require: 'readonly', module: 'writable', AbortSignal: 'readonly', AbortController: 'readonly' },
    },
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
  border(['src/shared/**', 'src/renderer/**'], [electron, tensorflow, node]),
  border(['src/main/**'], [electron, tensorflow], [...desktop, tf]),
  border([tf], [electron]),
  border(desktop, [tensorflow]),
  border(['test/**', 'bench/**', 'scripts/**', 'src/preload/**'], []),
  {
    ignores: ['src/main/trainer/backend/onnx-runtime.ts'],
    rules: { 'no-restricted-syntax': ['error', loadingOnnx] },
  },
  {
    files: ['src/**'],
    ignores: ['src/main/host/hub/requests.ts'],
    rules: { 'no-restricted-globals': ['error', fetching] },
  },
)
