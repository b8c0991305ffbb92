import { describe, expect, it, vi } from 'vitest'
import { createApi } from '../../../src/renderer/transports/api.ts'
import { ModelsStore } from '../../../src/renderer/models/models.svelte.ts'
import { FakeHost } from '../fake-host.ts'

const name = 'distilbert-base-uncased'
const fullName = `distilbert/${name}`

async function open(interval = 1): Promise<{ host: FakeHost; models: ModelsStore }> {
  const host = new FakeHost({ interval })
  const models = new ModelsStore(createApi(host))
  models.listen()
  await models.refresh()
  return { host, models }
}

describe('ModelsStore', () => {
  it('contacts nothing by itself', async () => {
    const { models } = await open()
    expect(models.installed.map(({ kind }) => kind)).toEqual(['bundled'])
    expect(models.contacts).toEqual([])
  })

  it('looks a model up, downloads it, shows how far it is, and deletes it', async () => {
    const { models } = await open(10)
    await models.lookUp(name)
    expect(models.found?.name).toBe(fullName)
    expect(models.contacts).toHaveLength(1)
    const fetching = models.fetch(name)
    await vi.waitFor(() => expect(models.download?.done).toBeGreaterThan(0))
    await fetching
    await vi.waitFor(() => expect(models.installed.map((model) => model.name)).toContain(fullName))
    expect(models.download).toBeNull()
    await models.delete(models.installed[1].path)
    expect(models.installed).toHaveLength(1)
    expect(models.error).toBeNull()
  })

  it('takes a stop for no error, and goes on from there', async () => {
    const { models } = await open(10)
    const fetching = models.fetch(name)
    await vi.waitFor(() => expect(models.download?.done).toBeGreaterThan(0))
    await models.stop()
    await fetching
    await vi.waitFor(() => expect(models.incomplete).toMatchObject([{ name: fullName }]))
    expect(models.error).toBeNull()
    await models.fetch(fullName)
    await vi.waitFor(() => expect(models.installed).toHaveLength(2))
    expect(models.incomplete).toEqual([])
  })

  it('tells why a model cannot be had, offline or not', async () => {
    const { host, models } = await open()
    await models.lookUp('nobody/nothing')
    expect(models.error).toMatchObject({ code: 'network', message: expect.stringMatching(/has no model/) })
    expect([models.found, models.isLookingUp, models.contacts.length]).toEqual([null, false, 1])
    await host.invoke('changeSettings', { offline: true })
    await models.lookUp(name)
    expect(models.error).toMatchObject({ code: 'network', message: expect.stringMatching(/offline/) })
    expect(models.contacts).toHaveLength(1)
  })

  it('shows a download that another page has begun', async () => {
    const { host, models } = await open()
    const other = new ModelsStore(createApi(host))
    await other.fetch(name)
    await vi.waitFor(() => expect(models.installed).toHaveLength(2))
  })
})
