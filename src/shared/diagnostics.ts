import type { DoctorReport } from './doctor-report.ts'
import type { ErrorCode } from './errors.ts'
import { savedWeights } from './saved-weights.ts'
import type { RunRecord } from './run-record.ts'

/**
 * What a person may show others who look for a defect: the machine, the versions and how the last runs went. It is made of
 * numbers and of words of ours alone: no text, label, column, path or message, which could quote one, is in it.
 * @param doctor what the trainer found of itself, or the code of the error that kept it from that
 * @param runs the newest first
 */
export function describeDiagnostics(doctor: DoctorReport | ErrorCode, runs: readonly RunRecord[]): string[] {
  return [
    ...(typeof doctor === 'string' ? [`The trainer could not examine itself: ${doctor}`] : describeMachine(doctor)),
    ...runs.map(describeRun),
  ]
}

function describeMachine({ versions, machine, gpus, disk, ...found }: DoctorReport): string[] {
  const { backend, device, check, gflops, tensorflow, cudaLibraries } = found
  const megabytes = (size: number): string => `${Math.round(size)} MB`
  const native = tensorflow === null ? 'none' : `${tensorflow.version} from the ${tensorflow.source}`
  const difference = check.maxDifference?.toExponential(1) ?? 'not a number'
  return [
    `Lastlayer ${versions.lastlayer}, Node ${versions.node}, ONNX Runtime ${versions.onnxruntime}, TensorFlow.js ${versions.tensorflowJs}`,
    `Native TensorFlow ${native}, ${cudaLibraries.length} CUDA libraries`,
    `${backend} on ${device}: ${check.ok ? 'right' : 'WRONG'} numbers (${difference}), ${Math.round(gflops)} GFLOP/s`,
    `${machine.platform} ${machine.arch}, ${machine.processor}, ${machine.cores} cores`,
    `Memory ${megabytes(machine.memoryMB)}, ${megabytes(machine.freeMemoryMB)} free`,
    ...gpus.map(({ name, memoryMB, driver }) => `GPU ${name}, ${megabytes(memoryMB)}, driver ${driver}`),
    ...disk.map(({ what, freeMB }) => `Disk of ${what}: ${megabytes(freeMB)} free`),
  ]
}

function describeRun({ summary, dataset, events }: RunRecord): string {
  const { recipe, report, startedAt, status, stepToGoOn } = summary
  const started = events.find((event) => event.kind === 'started')
  const step = events.findLast((event) => event.kind === 'step')
  const progress = events.findLast((event) => event.kind === 'progress')
  const failed = events.findLast((event) => event.kind === 'failed')
  const sum = (counts: readonly number[] = []): number => counts.reduce((total, count) => total + count, 0)
  const { counts, labels } = dataset ?? {}
  return [
    `Run of ${new Date(startedAt).toISOString()}: ${status}`,
    ...(failed === undefined ? [] : [`error ${failed.error.code}`]),
    ...(progress === undefined ? [] : [`last in ${progress.phase}, ${progress.done} of ${progress.total}`]),
    ...(step === undefined ? [] : [`step ${step.step} of ${step.steps}, loss ${step.loss}`]),
    ...(stepToGoOn === null ? [] : [`goes on from step ${stepToGoOn}`]),
    ...(started === undefined ? [] : [`${started.device.backend} on ${started.device.device}`]),
    ...(counts === undefined || labels === undefined
      ? []
      : [`${labels.length} labels, ${sum(counts.train)} + ${sum(counts.validation)} + ${sum(counts.test)} texts`]),
    `K ${recipe.unfreeze}, epochs ${recipe.epochs}, batch ${recipe.batchSize}, length ${recipe.maxLength}`,
    `rate ${recipe.learningRate}, ${recipe.precision}, keep ${recipe.keep}, seed ${recipe.seed}`,
    ...(report === null
      ? []
      : [
          `accuracy ${report.before.accuracy} to ${report.after.accuracy}, loss ${report.before.loss} to ${report.after.loss}`,
          `${savedWeights(report)}, ${Math.round(report.seconds)} s, ${Math.round(report.peakMemoryMB)} MB`,
        ]),
  ].join('; ')
}
