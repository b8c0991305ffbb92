import { existsSync } from 'node:fs'
import { isAbsolute, join } from 'node:path'
import { expect, test } from 'vitest'
import { bundledModel, defaultPlaces, nativeHome, packageRoot } from '../../../src/main/host/paths.ts'

test('LASTLAYER_HOME holds everything that Lastlayer keeps', () => {
  expect(defaultPlaces({ LASTLAYER_HOME: '/h' })).toEqual({
    runs: join('/h', 'runs'),
    cache: join('/h', 'cache'),
    models: join('/h', 'models'),
  })
  expect(nativeHome({ LASTLAYER_HOME: '/h' })).toBe('/h')
})

test('Otherwise the places are folders of the system', () => {
  const { runs, cache, models } = defaultPlaces({})
  expect([runs, cache, models, nativeHome({})].every((path) => isAbsolute(path) && path.includes('lastlayer'))).toBe(
    true,
  )
})

test('The cache of features has its name from the feature cache alone', () => {
  expect(defaultPlaces({}).cache.split(/[\\/]/)).not.toContain('features')
})

test('The bundled model is found from the sources', () => {
  expect(existsSync(join(packageRoot(), 'src', 'main', 'host', 'paths.ts'))).toBe(true)
  expect(existsSync(join(bundledModel(), 'model.safetensors'))).toBe(true)
})
