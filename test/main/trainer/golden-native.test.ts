import { join } from 'node:path'
import { expect, test } from 'vitest'
import { packageRoot } from '../../../src/main/host/paths.ts'
import { run } from '../../../src/main/tensorflow/run.ts'
import { trainerEnvironment } from '../../../src/main/tensorflow/runtime.ts'
import { native } from '../../support/native-runtime.ts'

// The linker's paths must be in the environment when a process starts, so these files run in a vitest of their own.
const files = [
  'trainer/memory',
  'trainer/golden-training',
  'trainer/backend/mat-mul',
  'trainer/commands/self-check',
  'trainer/trunk/trunk',
  'trainer/network/',
  'trainer/optimizer/',
  'trainer/tail/continued-head',
]

if (native === null) console.log('Native TensorFlow is not installed here, so it is not tested (lastlayer setup).')

test.skipIf(native === null)(
  'What PyTorch trains at every depth, native TensorFlow trains too',
  async () => {
    const root = packageRoot()
    const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
    const paths = files.map((file) => `test/main/${file}`)
    const { code, stdout, stderr } = await run(process.execPath, [vitest, 'run', '--no-color', ...paths], {
      cwd: root,
      env: trainerEnvironment(native),
    })
    console.log(stdout.match(/Resident memory grew.*/)?.[0])
    expect(code, `${stdout}\n${stderr}`).toBe(0)
    expect(stdout).not.toMatch(/\d+ skipped/)
  },
  600_000,
)
