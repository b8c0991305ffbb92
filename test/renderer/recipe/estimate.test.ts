import { expect, it, vi } from 'vitest'
import { LastlayerError } from '../../../src/shared/errors.ts'
import { RecipeStore } from '../../../src/renderer/recipe/recipe.svelte.ts'
import type { Api } from '../../../src/renderer/transports/api.ts'

it('what a run has ended of an estimate is no error, and is measured again when it is asked for', async () => {
  vi.useFakeTimers()
  const ended = new LastlayerError('cancelled', 'Stopped.')
  const estimate = vi.fn().mockRejectedValueOnce(ended).mockResolvedValueOnce({ seconds: 5 })
  const model = { family: 'distilbert', blocks: 4, dim: 192, positions: 256, labels: null }
  const call = async (name: string): Promise<unknown> => (name === 'estimate' ? estimate() : model)
  const store = new RecipeStore({ call } as unknown as Api)
  await store.load(null, '/models/tiny')
  store.estimateSoon()
  await vi.runAllTimersAsync()
  expect([store.estimate, store.estimateError]).toEqual([null, null])
  store.estimateSoon()
  await vi.runAllTimersAsync()
  expect(store.estimate).toEqual({ seconds: 5 })
  store.estimateSoon()
  await vi.runAllTimersAsync()
  expect(estimate).toHaveBeenCalledTimes(2)
})
