import js from '@eslint/js'
import svelte from 'eslint-plugin-svelte'
import ts from 'typescript-eslint'

// The borders between the parts, as folder rules. Imports point from hosts to training to shared, never back.
const electron = { group: ['electron', 'electron-store'], message: 'Electron belongs to the desktop host in src/main.' }
const tensorflow = { group: ['@tensorflow/*'], message: 'src/main/training/tf.ts is the only import of TensorFlow.js.' }
// In tests and benchmarks too: theirs is the same library. Types load nothing.
const door = 'src/main/training/onnx-runtime.ts loads ONNX Runtime, with its telemetry off.'
const onnx = { regex: '^(onnxruntime-|@huggingface/transformers)', allowTypeImports: true, message: door }
const loadingOnnx = {
  selector: 'ImportExpression[source.value=/^(onnxruntime-|@huggingface.transformers)/]',
  message: door,
}
const node = { group: ['node:*', '**/main/**'], message: 'The renderer sees only src/shared.' }
const ours = {
  group: ['**/main/**', '**/renderer/**', '**/preload/**'],
  message: 'src/shared imports nothing of ours.',
}
const hosts = {
  regex: '^(\\.\\./)+(cli|index|window|ipc|settings|web-host|trainer-host|models/)',
  message: 'Training knows no host.',
}

const tokenizer = {
  regex: '/(tokens|tokenizer-trial)\\.ts$',
  message: "A model's tokenizer runs in the trainer alone: its patterns may never end.",
}

const desktop = ['src/main/{index,window,ipc,settings,protocol,menu,dialogs,attention,quit,no-network}.ts']

const border = (files, patterns, ignores = []) => ({
  files,
  ignores,
  rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns: [...patterns, onnx] }] },
})

const fetching = { name: 'fetch', message: 'src/main/models/contacts.ts makes every request, and notes it.' }

export default ts.config(
  { ignores: ['out', 'node_modules'] },
  js.configs.recommended,
  ts.configs.strict,
  svelte.configs.recommended,
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser } },
    // The types of the page are the compiler's to know, and svelte-check's.
    rules: { 'no-undef': 'off' },
  },
  {
    files: ['**/*.mjs', '**/*.js'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly' } },
  },
  border(['src/shared/**'], [electron, tensorflow, node, ours]),
  border(['src/main/*.ts', 'src/main/{app,web,cli,models}/**'], [tensorflow, electron, tokenizer], desktop),
  border(desktop, [tensorflow, tokenizer]),
  border(['src/main/training/**'], [electron, tensorflow, hosts], ['src/main/training/tf.ts']),
  border(['src/main/training/tf.ts'], [electron, hosts]),
  border(['src/renderer/**'], [electron, tensorflow, node]),
  border(['test/**', 'bench/**', 'scripts/**', 'src/preload/**'], []),
  border(desktop, [tensorflow]),
  {
    ignores: ['src/main/training/onnx-runtime.ts'],
    rules: { 'no-restricted-syntax': ['error', loadingOnnx] },
  },
  {
    files: ['src/**'],
    ignores: ['src/main/models/contacts.ts'],
    rules: { 'no-restricted-globals': ['error', fetching] },
  },
)
