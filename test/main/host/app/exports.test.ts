import { beforeEach, expect, test, vi } from 'vitest'
import { Exports } from '../../../../src/main/host/app/exports.ts'
import type { Notification } from '../../../../src/shared/app-contract.ts'
import { LastlayerError } from '../../../../src/shared/errors.ts'
import type { ExportProgress, ExportProof } from '../../../../src/shared/export-proof.ts'
import { exportProof } from '../../../support/export-proof.ts'
import { FakeTrainer } from '../../../support/fake-trainer.ts'

const params = { folder: '/runs/one', format: 'onnx', parent: '/home/ada', name: 'mine' } as const

let trainer: FakeTrainer
let notifications: Notification[]
let exports: Exports
beforeEach(() => {
  trainer = new FakeTrainer()
  const own: Notification[] = (notifications = [])
  exports = new Exports(trainer, (notification) => own.push(notification))
})

/** An export that goes on until it is stopped. */
function goOn(): void {
  trainer.answers.export = (_, { signal }) =>
    new Promise((_, reject) => {
      signal?.addEventListener('abort', () => reject(new LastlayerError('cancelled', 'Stopped.')))
    })
}

test('An export tells how far it is, and answers with the proof', async () => {
  trainer.answers.export = ({ destination }, { onProgress }) => {
    const progress: ExportProgress = { phase: 'saving', done: 1, total: 9, unit: 'tensors' }
    for (let i = 0; i < 50; i++) onProgress?.(progress)
    return { ...exportProof, destination }
  }
  await expect(exports.calls.exportRun(params)).resolves.toMatchObject({ destination: '/home/ada/mine' })
  expect(trainer.asked).toEqual([
    { command: 'export', params: { model: '/runs/one', format: 'onnx', destination: '/home/ada/mine' } },
  ])
  expect(notifications).toEqual([
    { kind: 'export', progress: { phase: 'saving', done: 1, total: 9, unit: 'tensors' } },
    { kind: 'export', progress: null },
  ])
})

test('A page that comes later is told of the export that goes on, and of how it ended', async () => {
  const current = async () => exports.calls.currentExport({})
  expect(await current()).toBeNull()
  let end: (proof: ExportProof) => void = () => undefined
  trainer.answers.export = (_, { onProgress }) => {
    onProgress?.({ phase: 'evaluating', done: 3, total: 9, unit: 'texts' })
    return new Promise((resolve) => (end = resolve))
  }
  const running = exports.calls.exportRun(params)
  await vi.waitFor(async () =>
    expect((await current())?.progress).toEqual({ phase: 'evaluating', done: 3, total: 9, unit: 'texts' }),
  )
  expect(await current()).toMatchObject({ folder: '/runs/one', isRunning: true, proof: null })
  end(exportProof)
  await running
  expect(await current()).toMatchObject({ isRunning: false, proof: exportProof, error: null })
  goOn()
  const second = exports.calls.exportRun(params)
  await exports.calls.cancelExport({})
  await expect(second).rejects.toMatchObject({ code: 'cancelled' })
  expect(await current()).toMatchObject({ isRunning: false, proof: null, error: { code: 'cancelled' } })
})

test('A second one is refused while the first goes on, and may start after it was stopped', async () => {
  goOn()
  const first = exports.calls.exportRun(params)
  await expect(exports.calls.exportRun(params)).rejects.toMatchObject({ code: 'busy' })
  await exports.calls.cancelExport({})
  await expect(first).rejects.toMatchObject({ code: 'cancelled' })
  trainer.answers.export = () => exportProof
  await expect(exports.calls.exportRun(params)).resolves.toEqual(exportProof)
})

test('Closing stops it and waits until it has ended', async () => {
  goOn()
  const ended = vi.fn()
  exports.calls.exportRun(params).catch(ended)
  await exports.close()
  expect(ended).toHaveBeenCalledWith(expect.objectContaining({ code: 'cancelled' }))
})
