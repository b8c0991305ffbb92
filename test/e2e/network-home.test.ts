import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { WebHost } from '../../bench/web-host.ts'
import { buildPreloaded } from '../support/preloaded.ts'
import { Lastlayer, outcomeOf, writeReviews } from './lastlayer.ts'

// A home on a disk with the manners of network disks, which `support/network-disk.c` lists.

const folder = mkdtempSync(join(tmpdir(), 'lastlayer-network-home-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const built = buildPreloaded('network-disk', folder)
if ('why' in built) test.skip(`A home may lie on a network disk: ${built.why}`, () => undefined)
else describeHome(built.library)

function describeHome(library: string): void {
  const home = join(folder, 'home')
  const env = { LD_PRELOAD: library, NETWORK_DISK: home, LASTLAYER_BACKEND: 'wasm' }
  const lastlayer = new Lastlayer(home, env)
  const brief = ['--max-length', '16', '--lr', '1e-3', '--patience', '0']

  async function succeed(...args: string[]): Promise<string> {
    const { code, stdout, stderr } = await lastlayer.run(...args)
    expect(code, stderr).toBe(0)
    return stdout
  }

  describe('A home may lie on a network disk', () => {
    test('A fine-tuning there is broken off, gone on with and asked', async () => {
      const run = join(home, 'runs', 'first')
      const child = lastlayer.start('finetune', writeReviews(folder), '--epochs', '12', ...brief, '--out', run)
      const outcome = outcomeOf(child)
      const log = join(run, 'events.jsonl')
      const told = (): string => (existsSync(log) ? readFileSync(log, 'utf8') : '')
      await vi.waitFor(() => expect(told()).toContain('"kind":"evaluated"'), { timeout: 60_000, interval: 50 })
      child.kill('SIGINT')
      expect(await outcome).toMatchObject({ code: 130 })
      await succeed('finetune', '--resume', 'first')
      expect(existsSync(join(run, 'inputs'))).toBe(false)
      expect(await succeed('predict', 'first', 'A great and lovely film')).toMatch(/^pos /)
      expect(await succeed('doctor')).not.toMatch(/ MB free for/)
      expect(JSON.parse(await succeed('runs', '--json'))).toMatchObject([{ status: 'finished', damaged: [] }])
    })

    test('The window keeps its settings there, and deletes runs and brings them back', async () => {
      const host = new WebHost(folder, env)
      try {
        expect(await host.call('changeSettings', { theme: 'dark' })).toMatchObject({ theme: 'dark' })
        const before = await host.call('listRuns', {})
        const [run] = before
        await host.call('deleteRun', { folder: run?.folder ?? '' })
        expect(await host.call('listRuns', {})).toHaveLength(before.length - 1)
        expect(await host.call('listDeleted', {})).toMatchObject([{ folder: run?.folder }])
        await host.call('restoreRun', { folder: run?.folder ?? '' })
        expect(await host.call('listRuns', {})).toEqual(before)
      } finally {
        await host.close()
      }
    })
  })
}
