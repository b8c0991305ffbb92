import type { DoctorReport } from '../../../shared/doctor-report.ts'
import { LastlayerError } from '../../../shared/errors.ts'
import { nativeHome } from '../../host/paths.ts'
import { TrainerHost } from '../../host/trainer/start.ts'
import { count, oneLine, table } from '../screen/format.ts'
import type { Session } from '../session.ts'

/**
 * `doctor`: what computes here, and how it does.
 * @throws LastlayerError `setup` if it computes wrongly
 */
export async function doctor(session: Session): Promise<void> {
  const { screen } = session
  const report = await examine(session)
  if (screen.json) screen.value(report)
  else screen.lines(describeDoctor(report))
  requireRightNumbers(report)
}

/**
 * Has the trainer examine itself. If native TensorFlow takes the trainer down with it, one on WebAssembly does it, and
 * `why` says so.
 */
export async function examine(session: Session, onWebAssembly = withoutTensorflow): Promise<DoctorReport> {
  const { host, places, signal } = session
  const params = { home: nativeHome(), places }
  try {
    return await host.run('doctor', params, { signal })
  } catch (error) {
    const hasDied = error instanceof LastlayerError && (error.code === 'interrupted' || error.code === 'memory')
    if (!hasDied) throw error
    const report = await onWebAssembly((second) => second.run('doctor', params, { signal }))
    return { ...report, why: `Native TensorFlow cannot be used, because it ends the trainer. ${error.message}` }
  }
}

/** @throws LastlayerError `setup` if the backend does not agree with plain JavaScript */
export function requireRightNumbers({ backend, check }: DoctorReport): void {
  if (check.ok) return
  const remedy = backend === 'tensorflow' ? 'run `npm run lastlayer -- setup --remove`' : 'report this machine to us'
  throw new LastlayerError('setup', `The numbers of ${backend} are wrong on this machine: ${remedy}.`)
}

/** The lines about what computes: also what `setup` ends with. */
export function describeBackend({ backend, device, why, check, gflops }: DoctorReport): string[][] {
  const difference = check.maxDifference?.toExponential(1) ?? 'what is not a number'
  return [
    ['Backend', `${backend} on ${device}: ${why}`],
    ['Check', `${check.ok ? 'agrees' : 'does not agree'} with plain JavaScript (largest difference ${difference})`],
    ['Rate', `${count(gflops)} GFLOP/s in a product of two 1024 x 1024 matrices`],
  ]
}

/** The report for people. */
export function describeDoctor(report: DoctorReport): string[] {
  const { tensorflow, cudaLibraries, versions, machine, gpus, disk } = report
  const source = tensorflow?.source === 'environment' ? 'LASTLAYER_TF_ADDON' : `the ${tensorflow?.source}`
  return table('<<', [
    ...describeBackend(report),
    ['TensorFlow', tensorflow ? `${tensorflow.version} from ${source}` : 'none'],
    ['CUDA', cudaLibraries.length > 0 ? cudaLibraries.join(', ') : 'none installed by Lastlayer'],
    ['Versions', `Lastlayer ${versions.lastlayer}, Node ${versions.node}, ONNX Runtime ${versions.onnxruntime}`],
    ['', `TensorFlow.js ${versions.tensorflowJs}`],
    ['Processor', `${oneLine(machine.processor, 60)}, ${machine.cores} cores (${machine.platform} ${machine.arch})`],
    ['Memory', `${count(machine.memoryMB)} MB, of which ${count(machine.freeMemoryMB)} MB are free`],
    ...(gpus.length === 0 ? [['GPU', 'none that nvidia-smi sees']] : []),
    ...gpus.map(({ name, memoryMB, driver }) => ['GPU', `${name}, ${count(memoryMB)} MB, driver ${driver}`]),
    ...disk.map(({ what, folder, freeMB }, i) => [
      i === 0 ? 'Disk' : '',
      `${count(freeMB)} MB free for ${what} in ${oneLine(folder)}`,
    ]),
  ])
}

async function withoutTensorflow<T>(act: (host: Session['host']) => Promise<T>): Promise<T> {
  const host = new TrainerHost({ environment: async () => ({ ...process.env, LASTLAYER_BACKEND: 'wasm' }) })
  try {
    return await act(host)
  } finally {
    await host.close()
  }
}
