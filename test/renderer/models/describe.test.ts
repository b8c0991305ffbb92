import { describe, expect, it } from 'vitest'
import { contactSentence, kindSentence, originOf, size } from '../../../src/renderer/models/describe.ts'
import type { Contact, FoundModel, InstalledModel } from '../../../src/shared/model-store.ts'

const origin = { endpoint: 'https://hub.example/mirror', revision: 'main', commit: 'c', downloadedAt: 1 }
const installed: InstalledModel = {
  path: '/models/a--b',
  name: 'a/b',
  kind: 'downloaded',
  bytes: 267_954_768,
  licence: 'mit',
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

  it('tell a pretrained model from a classifier', () => {
    const about = { family: 'bert', blocks: 12, dim: 768, labels: null } as FoundModel
    expect(kindSentence(about)).toBe('bert, 12 blocks of width 768; pretrained, without a classifier')
    expect(kindSentence({ ...about, labels: ['a', 'b'] })).toMatch(/; a classifier of 2 labels$/)
  })

  it('sum up what was contacted, host by host', () => {
    expect(contactSentence([])).toBe('nothing contacted')
    const contacts = [contact('hub.example', 900), contact('cdn.example', 268e6), contact('hub.example', 1100)]
    expect(contactSentence(contacts)).toBe(
      'contacted hub.example (2 requests, 2 kB) and cdn.example (1 request, 268 MB)',
    )
  })
})
