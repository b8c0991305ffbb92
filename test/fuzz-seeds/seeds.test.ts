import { copyFile, cp, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { judge } from '../../bench/fuzz/judge.ts'
import { describe as describeModel } from '../../src/main/trainer/commands/describe.ts'
import { inspect } from '../../src/main/trainer/commands/inspect.ts'
import { preview } from '../../src/main/trainer/commands/preview.ts'
import { datasetChoice } from '../../src/shared/dataset-settings.ts'
import { toErrorMessage } from '../../src/shared/errors.ts'
import { bundledModel } from '../../src/main/host/paths.ts'

// What `npm run fuzz` has found, each made small: it is read now, or refused in a sentence.

const seeds = import.meta.dirname
const golden = join(seeds, '..', 'golden')
const never = new AbortController().signal

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lastlayer-seeds-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** What the program makes of an input: no word of it is about its own code. */
async function expectSentence(work: Promise<unknown>): Promise<void> {
  const verdict = await work.then(
    () => judge({ ok: true, fault: null }),
    (error: unknown) => judge({ ok: false, error: toErrorMessage(error) }),
  )
  expect(verdict.kind, verdict.told).not.toBe('finding')
}

describe('datasets', async () => {
  test.each(await readdir(join(seeds, 'datasets')))('%s', async (name) => {
    const choice = datasetChoice.parse({ dataset: join(seeds, 'datasets', name) })
    await expectSentence(inspect({ choice, model: bundledModel(), maxLength: 32 }, never))
    await expectSentence(preview({ choice }, never))
  })
})

describe('models: one of the golden ones, with other files', async () => {
  test.each(await readdir(join(seeds, 'models')))('%s', async (name) => {
    const model = join(folder, name)
    const [family = ''] = name.split('-')
    await cp(join(golden, family), model, { recursive: true })
    const own = await readdir(join(seeds, 'models', name))
    // A vocabulary is read where there is no tokenizer.json.
    if (own.some((file) => /^(vocab|merges)/.test(file))) await rm(join(model, 'tokenizer.json'))
    for (const file of own) await copyFile(join(seeds, 'models', name, file), join(model, file))
    await expectSentence(describeModel({ path: model }))
  })
})
