import { describe, expect, it } from 'vitest'
import {
  contactSentence,
  kindSentence,
  languageSentence,
  originOf,
  size,
  speedOf,
} from '../../../src/renderer/models/describe.ts'
import { pastRuns } from '../past-runs.ts'
import type { Contact, FoundModel, InstalledModel } from '../../../src/shared/model-store.ts'

const origin = { endpoint: 'https://hub.example/mirror', revision: 'main', commit: 'c', downloadedAt: 1 }
const installed: InstalledModel = {
  path: '/models/a--b',
  name: 'a/b',
  kind: 'downloaded',
  bytes: 267_954_768,
  licence: 'mit',
  languages: [],
  weights: [],
  origin,
}
const contact = (host: string, bytes: number): Contact => ({ time: 1, host, subject: 's', status: 200, bytes })

describe('Sentences about models', () => {
  it.each([
    [0, '0 kB'],
    [483, '1 kB'],
    [466_062, '0.5 MB'],
    [267_954_768, '268 MB'],
    [1_340_000_000, '1.3 GB'],
  ])('%d bytes are %s', (bytes, text) => expect(size(bytes)).toBe(text))

  it('tell where a model comes from, and when its licence is not known', () => {
    expect(originOf(installed)).toBe('268 MB · mit · from hub.example')
    expect(originOf({ ...installed, licence: null })).toBe('268 MB · licence unknown · from hub.example')
    expect(originOf({ ...installed, kind: 'bundled', origin: null })).toBe('bundled, for trying out · 268 MB')
  })

  it('name the languages of a model, or count them where they are many', () => {
    expect(originOf({ ...installed, languages: ['en'] })).toBe('268 MB · English · mit · from hub.example')
    expect(languageSentence(['de', 'zh', 'no code'])).toBe('German, Chinese, no code')
    expect(languageSentence(['de', 'en', 'fr', 'zh'])).toBe('4 languages')
  })

  it('tell how fast a model was here, by the newest run in which it computed features', () => {
    const [run] = pastRuns(1).map(({ summary }) => summary)
    if (!run?.outcome) throw new Error('The past run has no outcome.')
    const { outcome, recipe } = run
    const of = (textsPerSecond: number | null) => ({ ...run, outcome: { ...outcome, textsPerSecond } })
    expect(speedOf(recipe.model, [of(null), of(123.4), of(50)])).toBe('123 texts/s here, in your last run')
    expect(speedOf(recipe.model, [of(null)])).toBeNull()
    expect(speedOf('another', [of(50)])).toBeNull()
  })

  it('tell a pretrained model from a classifier', () => {
    const about = { family: 'bert', blocks: 12, dim: 768, labels: null } as FoundModel
    expect(kindSentence(about)).toBe('bert, 12 blocks of width 768; pretrained, without a classifier.')
    expect(kindSentence({ ...about, labels: ['a', 'b'] })).toMatch(/; a classifier of 2 labels\.$/)
  })

  it('sum up what was contacted, host by host', () => {
    expect(contactSentence([])).toBe('Network: nothing contacted.')
    const contacts = [contact('hub.example', 900), contact('cdn.example', 268e6), contact('hub.example', 1100)]
    expect(contactSentence(contacts)).toBe(
      'Network: contacted hub.example (2 requests, 2 kB) and cdn.example (1 request, 268 MB).',
    )
  })
})
