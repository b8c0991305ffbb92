import { expect, test } from 'vitest'
import { describeDoctor, doctor, examine } from '../../../../src/main/cli/commands/doctor.ts'
import { Screen } from '../../../../src/main/cli/screen/screen.ts'
import type { Session } from '../../../../src/main/cli/session.ts'
import { LastlayerError } from '../../../../src/shared/errors.ts'
import { captureOutput } from '../../../support/captured-output.ts'
import { doctorReport } from '../../../support/doctor-report.ts'
import { FakeTrainer } from '../../../support/fake-trainer.ts'

function sessionOf(answer: () => typeof doctorReport): Session {
  const host = new FakeTrainer()
  host.answers.doctor = answer
  const places = { runs: '/home/me/runs', cache: '/home/me/cache', models: '/home/me/models' }
  return { host, screen: new Screen(), places, signal: new AbortController().signal }
}

test('With --json the report is one object on standard output', async () => {
  const session = sessionOf(() => doctorReport)
  session.screen.json = true
  const output = captureOutput()
  await doctor(session)
  expect(JSON.parse(output.stdout)).toEqual(doctorReport)
  expect(output.stderr).toBe('')
})

test('People read what computes, why, and from where it came', () => {
  const gpus = [{ name: 'Tesla T4', memoryMB: 15_360, driver: '535.183.01' }]
  const text = describeDoctor({ ...doctorReport, gpus, cudaLibraries: ['libcudart.so.12'] }).join('\n')
  expect(text).toMatch(/^Backend {5}tensorflow on cpu: TensorFlow 2\.21\.0 works on the CPU\.$/m)
  expect(text).toMatch(/^TensorFlow {2}2\.21\.0 from the wheel$/m)
  expect(text).toMatch(/^Check {7}agrees with plain JavaScript \(largest difference 3\.8e-7\)$/m)
  expect(text).toMatch(/^GPU {9}Tesla T4, 15,360 MB, driver 535\.183\.01$/m)
  expect(text).toMatch(/libcudart\.so\.12/)
})

test('Wrong numbers are shown, and are a failure', async () => {
  const output = captureOutput()
  const wrong = { ...doctorReport, check: { ok: false, maxDifference: null } }
  await expect(doctor(sessionOf(() => wrong))).rejects.toMatchObject({
    code: 'setup',
    message: expect.stringMatching(/setup --remove/),
  })
  expect(output.stdout).toContain('does not agree')
})

test('If TensorFlow takes the trainer down, WebAssembly is examined, and the reason given', async () => {
  const session = sessionOf(() => {
    throw new LastlayerError('interrupted', 'The trainer process ended early: native code crashed.')
  })
  const second = sessionOf(() => ({ ...doctorReport, backend: 'wasm', tensorflow: null })).host
  const report = await examine(session, (act) => act(second))
  expect(report).toMatchObject({
    backend: 'wasm',
    tensorflow: null,
    why: /ends the trainer\. .*native code crashed\.$/,
  })
})

test('Any other failure is passed on', async () => {
  const session = sessionOf(() => {
    throw new LastlayerError('cancelled', 'Stopped.')
  })
  await expect(examine(session)).rejects.toMatchObject({ code: 'cancelled' })
})
