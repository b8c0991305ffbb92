import { describe, expect, test } from 'vitest'
import { describeDiagnostics } from '../../src/shared/diagnostics.ts'
import type { DoctorReport } from '../../src/shared/doctor-report.ts'
import { parseRecipe } from '../../src/shared/recipe.ts'
import { brokenOff, pastRuns, recordOf } from '../renderer/past-runs.ts'
import { fakeRun } from '../renderer/fake-run.ts'

const doctor: DoctorReport = {
  backend: 'wasm',
  device: 'cpu',
  why: 'The addon /home/ada/tensorflow/addon.node cannot be loaded.',
  tensorflow: { version: '2.18.0', source: 'environment' },
  cudaLibraries: ['/home/ada/cuda/libcudart.so'],
  check: { ok: true, maxDifference: 1.2e-6 },
  gflops: 41.7,
  versions: { lastlayer: '0.1.0', node: '24.1.0', onnxruntime: '1.30.0', tensorflowJs: '4.22.0' },
  machine: { platform: 'linux', arch: 'x64', processor: 'EPYC', cores: 2, memoryMB: 8000, freeMemoryMB: 4000.4 },
  gpus: [{ name: 'H200', memoryMB: 143_771, driver: '570.1' }],
  disk: [{ what: 'runs', folder: '/home/ada/.local/share/lastlayer/runs', freeMB: 512 }],
}

const recipe = parseRecipe({
  dataset: '/home/ada/letters to Byron.csv',
  model: '/home/ada/models/poetry',
  textColumn: 'stanza',
  labelColumn: 'mood',
  labelWeights: [{ label: 'melancholy', weight: 2 }],
})

describe('Diagnostics', () => {
  test('hold no word of the person: no path, label, column, name or message', () => {
    const events = fakeRun({ recipe, run: '/home/ada/runs/letters', labels: ['melancholy', 'spleen'] })
    const error = { code: 'internal', message: 'ENOENT: /home/ada/letters to Byron.csv: "melancholy"' } as const
    const seq = events.length + 1
    const failed = recordOf({
      events: [...events, { seq, time: 1, kind: 'failed', error }],
      recipe,
      folder: '/home/ada/runs/letters',
    })
    const text = describeDiagnostics(doctor, [failed, ...pastRuns(3), brokenOff(recipe)]).join('\n')
    expect(text).not.toMatch(
      /ada|home|byron|letters|poetry|stanza|mood|melancholy|spleen|billing|tickets|\.csv|\.node|ENOENT/i,
    )
    expect(text).toContain('error internal')
  })

  test('tell of the machine and of how each run went', () => {
    const lines = describeDiagnostics(doctor, [brokenOff(parseRecipe({ dataset: '/a', model: '/b' }))])
    expect(lines).toContain('wasm on cpu: right numbers (1.2e-6), 42 GFLOP/s')
    expect(lines).toContain('Memory 8000 MB, 4000 MB free')
    expect(lines.at(-1)).toMatch(
      /^Run of .*: interrupted; error interrupted; .*step 97 of \d+, .*goes on from step 97; .*2 labels/,
    )
  })

  test('are given, too, where the trainer cannot examine itself', () => {
    expect(describeDiagnostics('interrupted', [])).toEqual(['The trainer could not examine itself: interrupted'])
  })
})
