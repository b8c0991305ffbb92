import { z } from 'zod'
import { device } from './run-events.ts'

const gpu = z.object({ name: z.string(), memoryMB: z.number(), driver: z.string() })

/** How far the backend's numbers are from plain JavaScript's; null where one is not a number at all. */
const check = z.object({ ok: z.boolean(), maxDifference: z.number().nullable() })

/** What `doctor` finds: the backend in use and how it does, and the machine. */
export const doctorReport = z.object({
  ...device.shape,
  /** The native TensorFlow in use. `environment`: named by LASTLAYER_TF_ADDON, not installed by set-up. */
  tensorflow: z
    .object({ version: z.string(), source: z.enum(['archive', 'wheel', 'package', 'environment']) })
    .nullable(),
  cudaLibraries: z.array(z.string()),
  check,
  /** 10^9 floating-point operations a second in a product of two 1024 x 1024 matrices. */
  gflops: z.number(),
  versions: z.object({ lastlayer: z.string(), node: z.string(), onnxruntime: z.string(), tensorflowJs: z.string() }),
  machine: z.object({
    platform: z.string(),
    arch: z.string(),
    processor: z.string(),
    cores: z.int(),
    memoryMB: z.number(),
    freeMemoryMB: z.number(),
  }),
  /** As `nvidia-smi` lists them. */
  gpus: z.array(gpu),
  disk: z.array(z.object({ what: z.enum(['runs', 'cache', 'tensorflow']), folder: z.string(), freeMB: z.number() })),
})
export type DoctorReport = z.infer<typeof doctorReport>
