import { access } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { lastLine, setupError, type SetupContext, type Tools } from './tools.ts'

/**
 * Finds a C++ compiler.
 * @throws LastlayerError `setup` if there is none.
 */
export async function findCompiler(tools: Tools, signal?: AbortSignal): Promise<string> {
  for (const compiler of [process.env['CXX'], 'c++', 'g++', 'clang++']) {
    if (!compiler) continue
    const { code } = await tools.run(compiler, ['--version'], { signal, timeout: 60_000 })
    if (code === 0) return compiler
  }
  throw setupError('A C++ compiler is needed to build the addon, and there is none; install g++ or clang.')
}

/**
 * Finds the folder of node_api.h: beside the Node program, or in the npm package node-api-headers. The addon uses
 * N-API only, so the headers of any Node will do.
 * @throws LastlayerError `setup` if there are none.
 */
export async function findHeaders(tools: Tools): Promise<string> {
  const folders = [join(dirname(dirname(tools.node)), 'include', 'node'), ...headersPackage()]
  for (const folder of folders) {
    if (await exists(join(folder, 'node_api.h'))) return folder
  }
  throw setupError("Node's C headers (node_api.h) are not here; run `npm install` in Lastlayer's folder.")
}

/**
 * Builds tfjs-node's addon from the package's own sources against the TensorFlow in `tensorflow`, and puts it there.
 *
 * The compiler is called directly, not through node-gyp: the addon is two files that use nothing of Node but N-API,
 * while node-gyp would download all of Node's headers from yet another server and needs make, and the package's
 * binding.gyp names libtensorflow.so, which wheels do not have.
 */
export async function buildAddon(
  context: SetupContext,
  compiler: string,
  headers: string,
  tensorflow: string,
): Promise<string> {
  const binding = join(context.tfjsNode, 'binding')
  const addon = join(tensorflow, 'tfjs_binding.node')
  const { code, stderr, stoppedBy } = await context.run(
    compiler,
    [
      ...['-O2', '-std=c++17', '-fPIC', '-shared', '-DNAPI_VERSION=8'],
      ...['-I', headers, '-I', join(tensorflow, 'include'), '-I', binding],
      ...[join(binding, 'tfjs_backend.cc'), join(binding, 'tfjs_binding.cc')],
      // The C API is spread over both libraries.
      ...[join(tensorflow, 'libtensorflow_cc.so.2'), join(tensorflow, 'libtensorflow_framework.so.2')],
      ...['-Wl,-rpath,$ORIGIN', '-o', addon],
    ],
    { signal: context.signal },
  )
  if (code === 0) return addon
  const error =
    stderr.split('\n').find((line) => /error/i.test(line)) ?? (stoppedBy ? `stopped by ${stoppedBy}` : lastLine(stderr))
  throw setupError(`${compiler} could not build the addon: ${error.trim()}`)
}

function headersPackage(): string[] {
  try {
    return [join(dirname(createRequire(import.meta.url).resolve('node-api-headers')), 'include')]
  } catch {
    return []
  }
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
