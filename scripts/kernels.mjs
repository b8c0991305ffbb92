// Compiles the kernels of the WebAssembly backend, scripts/kernels/tail.ts, into a module that src can import: a binary
// of two kilobytes, as text, so that no bundler has to know of it. `npm run kernels`; with --check it only looks whether the
// module is what the source compiles to, as `npm run lint` does.
import { Buffer } from 'node:buffer'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import asc from 'assemblyscript/asc'
import { root } from './prepare.mjs'

const target = join(root, 'src/main/trainer/backend/wasm/kernels-binary.ts')
const options = ['-Ospeed', '--noAssert', '--runtime', 'stub', '--enable', 'simd', '--importMemory']

/**
 * The module that the sources compile to.
 * @returns {Promise<string>}
 */
async function compileKernels() {
  /** @type {Uint8Array | undefined} */
  let binary
  const { error, stderr } = await asc.main(['tail.ts', ...options, '--outFile', 'tail.wasm'], {
    readFile: (name) => (name === 'tail.ts' ? readFileSync(join(root, 'scripts/kernels', name), 'utf8') : null),
    writeFile: (name, contents) => {
      if (name === 'tail.wasm' && typeof contents !== 'string') binary = contents
    },
    listFiles: () => [],
  })
  if (error !== null || binary === undefined) throw new Error(`The kernels do not compile: ${stderr.toString()}`)
  const lines =
    Buffer.from(binary)
      .toString('base64')
      .match(/.{1,112}/g) ?? []
  const text = lines.map((line) => `  '${line}'`).join(' +\n')
  return `// Made by \`npm run kernels\` of scripts/kernels/tail.ts.\nexport const kernelsBinary =\n${text}\n`
}

const compiled = await compileKernels()
if (!process.argv.includes('--check')) writeFileSync(target, compiled)
else if (readFileSync(target, 'utf8') !== compiled) {
  console.error('The kernels are not what scripts/kernels/tail.ts compiles to: run npm run kernels.')
  process.exitCode = 1
}
