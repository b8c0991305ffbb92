import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addressOf, placeOf } from '../../../src/renderer/app/address.ts'
import { views } from '../../../src/shared/views.ts'

test('Every view has an address that leads back to it, with the run whose results it shows', () => {
  const view = fc.constantFrom(...views.map(({ name }) => name))
  const run = fc.option(fc.string({ minLength: 1, unit: 'grapheme' }))
  fc.assert(
    fc.property(view, run, (view, run) => {
      const kept = view === 'results' ? run : null
      expect(placeOf(addressOf({ view, run }))).toEqual({ view, run: kept })
    }),
  )
})

test.each(['', '#', '#key=abc', '#/nowhere', '#/results/a/b', '#/results/%', 'results'])(
  '%s is no way out',
  (address) => {
    expect(placeOf(address)?.run ?? null).toBeNull()
  },
)
