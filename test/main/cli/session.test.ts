import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { modelPath } from '../../../src/main/cli/session.ts'
import { bundledModel } from '../../../src/main/host/paths.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { setScene } from '../host/hub/hub-scene.ts'

const placesWith = (models: string) => ({ runs: '/runs', cache: '/cache', models })

test('A model is named by its folder, as a downloaded one, or as the bundled one', async () => {
  const { store, add } = await setScene()
  const { path } = await add()
  const places = placesWith(store.folder)
  await expect(modelPath('bundled', places)).resolves.toBe(bundledModel())
  for (const name of ['acme/tiny', 'tiny', 'TINY', path]) await expect(modelPath(name, places)).resolves.toBe(path)
})

test('A folder that is there comes before a downloaded model of that name', async () => {
  const { store } = await setScene()
  await mkdir(join(store.folder, 'mine'))
  await expect(modelPath(join(store.folder, 'mine'), placesWith(store.folder))).resolves.toBe(
    join(store.folder, 'mine'),
  )
})

test('A run is named as `runs` lists it', async () => {
  const runs = await temporaryFolder()
  await mkdir(join(runs, '2026-reviews'))
  const places = { ...placesWith('/models'), runs }
  await expect(modelPath('2026-reviews', places)).resolves.toBe(join(runs, '2026-reviews'))
})

test('A model that is not here is never downloaded unasked: the sentence says how', async () => {
  const { fake, store } = await setScene()
  const places = placesWith(store.folder)
  await expect(modelPath('acme/tiny', places)).rejects.toMatchObject({
    code: 'model',
    message: expect.stringContaining('`npm run lastlayer -- models add acme/tiny` downloads it'),
  })
  await expect(modelPath('/no/such/folder', places)).rejects.toMatchObject({
    message: expect.stringMatching(/^There is no run or model folder \/no\//),
  })
  expect(fake.seen).toEqual([])
})
