import { hash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { addToModels, showModels } from '../../../../src/main/cli/commands/models.ts'
import { Screen } from '../../../../src/main/cli/screen/screen.ts'
import { bundledModel, defaultPlaces } from '../../../../src/main/host/paths.ts'
import { captureOutput } from '../../../support/captured-output.ts'
import { FakeTrainer } from '../../../support/fake-trainer.ts'
import { temporaryFolder } from '../../../support/temporary-folder.ts'

let home: string
beforeEach(async () => {
  home = await temporaryFolder()
  vi.stubEnv('LASTLAYER_HOME', home)
  vi.stubEnv('HF_HUB_OFFLINE', '')
  vi.stubEnv('HF_ENDPOINT', 'http://127.0.0.1:9')
})
afterEach(() => vi.unstubAllEnvs())

test.each([
  ['settings.json', '{"offline": true}'],
  ['offline.json', '{"offline": true}'],
  ['desktop/config.json', '{"settings": {"offline": true}}'],
])('Nothing is contacted for a model while %s says that a window is offline', async (file, content) => {
  const output = captureOutput()
  mkdirSync(join(home, 'desktop'))
  writeFileSync(join(home, file), content)
  const { signal } = new AbortController()
  const session = { host: new FakeTrainer(), screen: new Screen(), places: defaultPlaces(), signal }
  await expect(addToModels(session, 'acme/tiny', 'main')).rejects.toMatchObject({
    code: 'network',
    message: expect.stringMatching(/Offline is switched on in the window/),
  })
  expect(output.stderr).toContain('Contacted nothing.')
})

test('The list has the SHA-256 of the weights, as sha256sum writes it', async () => {
  const output = captureOutput()
  const { signal } = new AbortController()
  await showModels({ host: new FakeTrainer(), screen: new Screen(), places: defaultPlaces(), signal })
  const digest = hash('sha256', readFileSync(join(bundledModel(), 'model.safetensors')))
  expect(output.stdout.split('\n')).toContain(`${digest}  tiny-distilbert-reviews/model.safetensors`)
})
