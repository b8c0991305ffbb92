import { z } from 'zod'
import { isTensorflowLog } from './log.ts'
import { trainerEnvironment, type NativeRuntime } from './runtime.ts'
import { errorIn, lastLine, setupError, type Tools } from './tools.ts'

const answer = z.object({ version: z.string(), gpu: z.boolean(), product: z.array(z.number()) })

/** What the addon says of itself when it is really loaded. */
export interface Verified {
  version: string
  /** TensorFlow has found a GPU and will use it. */
  gpu: boolean
}

// Run by plain Node with the addon's path: A times A transposed, through the addon alone, without TensorFlow.js.
const probe = `
const b = require(process.argv[1])
const flag = (name, value) => ({ name, type: b.TF_ATTR_BOOL, value })
const type = { name: 'T', type: b.TF_ATTR_TYPE, value: b.TF_FLOAT }
const a = b.createTensor([2, 2], b.TF_FLOAT, new Float32Array([1, 2, 3, 4]))
const [c] = b.executeOp('MatMul', [flag('transpose_a', false), flag('transpose_b', true), type], [a, a], 1)
const product = [...b.tensorDataSync(c.id)]
console.log(JSON.stringify({ version: b.TF_Version, gpu: b.isUsingGpuDevice(), product }))
`

/**
 * Loads a runtime in a process of its own, as the trainer would, and multiplies two matrices.
 * @throws LastlayerError `setup` with the reason why it does not work.
 */
export async function verifyRuntime(runtime: NativeRuntime, tools: Tools, signal?: AbortSignal): Promise<Verified> {
  const env = trainerEnvironment(runtime)
  const result = await tools.run(tools.node, ['-e', probe, runtime.addon], { env, signal, timeout: 180_000 })
  if (result.stoppedBy === 'SIGILL')
    throw setupError('TensorFlow needs a processor with AVX instructions, which this one does not have.')
  if (result.stoppedBy !== null) throw setupError(`TensorFlow stopped with ${result.stoppedBy} when it was tried.`)
  if (result.code !== 0) throw setupError(`TensorFlow does not load: ${reasonIn(result.stderr)}.`)

  const said = answer.parse(JSON.parse(lastLine(result.stdout)))
  if (said.product.join() !== '5,11,11,25')
    throw setupError(`TensorFlow ${said.version} multiplies wrongly on this machine.`)
  return { version: said.version, gpu: said.gpu }
}

function reasonIn(stderr: string): string {
  const said = stderr.split('\n').filter((line) => !isTensorflowLog(line))
  return (errorIn(stderr) ?? lastLine(said.join('\n'))).replace(/\.$/, '')
}
