import fc from 'fast-check'
import { existsSync, mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs'
import { realpath } from 'node:fs/promises'
import { dirname, isAbsolute, join, relative } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import type { Handlers } from '../../../src/main/host/app/calls.ts'
import { guard } from '../../../src/main/web/guard.ts'
import { Roots } from '../../../src/main/web/roots.ts'
import { calls, uploadLimits, type Call } from '../../../src/shared/app-contract.ts'
import { samples } from '../../../src/shared/samples.ts'
import { temporaryFolder } from '../../support/tiny-model.ts'

let folder: string
let guarded: Handlers
let reached: string[]

beforeAll(async () => {
  folder = await realpath(await temporaryFolder())
  for (const path of ['texts/reviews/pos', 'runs/one', 'secrets', 'texts-too']) {
    mkdirSync(join(folder, path), { recursive: true })
  }
  writeFileSync(join(folder, 'secrets', 'key.txt'), 'secret')
  symlinkSync(join(folder, 'secrets'), join(folder, 'texts', 'out'))
  symlinkSync(join(folder, 'texts', 'reviews'), join(folder, 'texts', 'again'))
  symlinkSync('loop', join(folder, 'texts', 'loop'))
  const roots = await Roots.open([join(folder, 'texts')], [join(folder, 'runs')])
  const record = (call: string) => async () => reached.push(call)
  const handlers = Object.fromEntries(Object.keys(calls).map((call) => [call, record(call)]))
  guarded = guard(handlers as unknown as Handlers, roots)
})

/** Every call that takes a path, with the path in one of its places and what is fine in the others. */
function callsWith(path: string): [Call, unknown][] {
  const fine = join(folder, 'texts', 'reviews')
  const choice = { dataset: fine, textColumn: null, labelColumn: null, stripHtml: true }
  const predicting = { model: fine, texts: [], files: [], uploads: [] }
  const asking = { ticket: '1', model: fine, path: null, upload: null, reading: {} }
  const exporting = { folder: fine, format: 'onnx', parent: fine, name: 'new' }
  return [
    ['listFolder', { path }],
    ['describeModel', { path }],
    ['deleteModel', { path }],
    ['inspect', { choice: { ...choice, dataset: path }, model: fine, maxLength: 64, reading: 1 }],
    ['inspect', { choice, model: path, maxLength: 64, reading: 1 }],
    ['estimate', { recipe: { dataset: path, model: fine } }],
    ['estimate', { recipe: { dataset: fine, model: path } }],
    ['start', { recipe: { dataset: path, model: fine } }],
    ['start', { recipe: { dataset: fine, model: path } }],
    ['openRun', { folder: path }],
    ['deleteRun', { folder: path }],
    ['restoreRun', { folder: path }],
    ['showRun', { folder: path }],
    ['exportRun', { ...exporting, folder: path }],
    ['exportRun', { ...exporting, parent: path }],
    ['predict', { ...predicting, model: path }],
    ['predict', { ...predicting, files: [fine, path] }],
    ['predictTable', { ...asking, path }],
    ['predictTable', { ...asking, model: path }],
  ]
}

async function isLetThrough(call: Call, params: unknown): Promise<boolean> {
  reached = []
  const handler = guarded[call] as (params: unknown) => Promise<unknown>
  await handler(params).catch((error: { code?: string }) => {
    if (error.code !== 'usage') throw error
  })
  return reached.length > 0
}

/** Where a path leads, by following it with the system's own realpath as far as it exists. */
function follow(path: string): string | null {
  try {
    if (existsSync(path)) return realpathSync(path)
    const parent = follow(dirname(path))
    return parent === null ? null : join(parent, relative(dirname(path), path))
  } catch {
    return null
  }
}

const piece = fc.oneof(
  fc.constantFrom(
    '..',
    '.',
    '',
    'texts',
    'reviews',
    'pos',
    'out',
    'again',
    'loop',
    'secrets',
    'key.txt',
    'runs',
    'one',
  ),
  fc.constantFrom(
    'sample:reviews',
    'sample:',
    'sample:sites',
    '~',
    '%2e%2e',
    '\\..\\',
    'texts-too',
    'C:',
    '\0',
    ' ',
    '..;',
  ),
  fc.string({ maxLength: 4 }),
)
const oddPath = fc
  .tuple(
    fc.constantFrom('root', 'root/texts', 'root/runs', '/', '', 'sample:', 'sample:reviews/', 'file://'),
    fc.array(piece, { maxLength: 7 }),
  )
  .map(([start, pieces]) => [start.replace(/^root/, folder), ...pieces].join('/'))

test('Whatever is let through lies in the roots, in every place of every call that takes a path', async () => {
  let through = 0
  await fc.assert(
    fc.asyncProperty(oddPath, async (path) => {
      for (const [call, params] of callsWith(path)) {
        if (!(await isLetThrough(call, params))) continue
        through += 1
        const isSample = JSON.stringify(params).includes(`"dataset":${JSON.stringify(path)}`)
        if (isSample && samples.some(({ dataset }) => dataset === path)) continue
        const real = isAbsolute(path) && !path.includes('\0') ? follow(path) : null
        const own = ['texts', 'runs'].map((name) => join(folder, name))
        expect(real !== null && own.some((root) => `${real}/`.startsWith(`${root}/`)), `${call} ${path}`).toBe(true)
      }
    }),
    { numRuns: 400 },
  )
  expect(through).toBeGreaterThan(100)
})

test.each([
  'sample:/../../secrets',
  'sample:reviews/../../secrets',
  'sample:none',
  'sample:reviews/',
  ' sample:reviews',
])('%s is no sample, in any place', async (path) => {
  for (const [call, params] of callsWith(path)) expect(await isLetThrough(call, params), call).toBe(false)
})

test.each(samples)('$dataset is let through as a dataset, and as nothing else', async ({ dataset }) => {
  for (const [call, params] of callsWith(dataset)) {
    const isDataset = JSON.stringify(params).includes(`"dataset":"${dataset}"`)
    expect(await isLetThrough(call, params), call).toBe(isDataset)
  }
})

test('A path longer than any system opens is no path, in any place', () => {
  for (const [call, params] of callsWith(`/${'a'.repeat(4096)}`)) {
    expect(calls[call].params.safeParse(params).success, call).toBe(false)
  }
  for (const [call, params] of callsWith(`/${'a'.repeat(4095)}`)) {
    expect(calls[call].params.safeParse(params).success, call).toBe(true)
  }
})

test('A call names no more files than a page sends', () => {
  const predicting = { model: folder, texts: [], uploads: [] }
  const named = (count: number) => ({ ...predicting, files: Array.from({ length: count }, () => folder) })
  expect(calls.predict.params.safeParse(named(uploadLimits.files)).success).toBe(true)
  expect(calls.predict.params.safeParse(named(uploadLimits.files + 1)).success).toBe(false)
})
