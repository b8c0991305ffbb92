import { expect, it, vi } from 'vitest'
import { LastlayerError } from '../../../src/shared/errors.ts'
import { RecipeStore } from '../../../src/renderer/recipe/recipe.svelte.ts'
import type { Api } from '../../../src/renderer/transports/api.ts'

it('what a run has ended of an estimate is no error, and is measured again when it is asked for', async () => {
  vi.useFakeTimers()
  const ended = new LastlayerError('cancelled', 'Stopped.')
  const call = vi.fn().mockRejectedValueOnce(ended).mockResolvedValueOnce({ seconds: 5 })
  const store = new RecipeStore({ call } as unknown as Api)
  store.estimateSoon()
  await vi.runAllTimersAsync()
  expect([store.estimate, store.estimateError]).toEqual([null, null])
  store.estimateSoon()
  await vi.runAllTimersAsync()
  expect(store.estimate).toEqual({ seconds: 5 })
  store.estimateSoon()
  await vi.runAllTimersAsync()
  expect(call).toHaveBeenCalledTimes(2)
})
