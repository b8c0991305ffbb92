import type { DoctorReport } from '../../src/shared/doctor-report.ts'

/** A machine with native TensorFlow and no GPU. */
export const doctorReport: DoctorReport = {
  backend: 'tensorflow',
  device: 'cpu',
  why: 'TensorFlow 2.21.0 works on the CPU.',
  tensorflow: { version: '2.21.0', source: 'wheel' },
  cudaLibraries: [],
  check: { ok: true, maxDifference: 3.8e-7 },
  gflops: 152.4,
  versions: { lastlayer: '0.1.0', node: '20.20.2', onnxruntime: '1.30.0', tensorflowJs: '4.22.0' },
  machine: { platform: 'linux', arch: 'x64', processor: 'Xeon', cores: 2, memoryMB: 24_000, freeMemoryMB: 20_000 },
  gpus: [],
  disk: [{ what: 'runs', folder: '/home/me/runs', freeMB: 69_000 }],
}
