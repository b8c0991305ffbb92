import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { reportAt, reportHeaders } from '../../../src/main/web/reports.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

let runs: string
beforeEach(async () => {
  const home = await temporaryFolder()
  runs = join(home, 'runs')
  for (const folder of ['runs', 'runs/one two', 'runs/one two/model', 'elsewhere']) {
    await mkdir(join(home, folder), { recursive: true })
    await writeFile(join(home, folder, 'report.html'), folder)
  }
})

test('The report of a run in the runs folder has an address', async () => {
  expect(await reportAt(runs, '/reports/one%20two')).toBe('runs/one two')
})

test.each([
  '/reports/',
  '/reports/gone',
  '/reports/one%20two/model',
  '/reports/one%20two%2Fmodel',
  '/reports/..',
  '/reports/.',
  '/reports/%2e%2e',
  '/reports/..%2Felsewhere',
  '/reports/..%5Celsewhere',
  '/reports/one%20two%00',
  '/reports/%',
  '/other/one%20two',
])('%s is none', async (path) => {
  expect(await reportAt(runs, path)).toBeNull()
})

test('Nothing in a report runs, is fetched, or knows the window', () => {
  expect(reportHeaders['Content-Security-Policy']).toMatch(/^default-src 'none'.*sandbox$/)
  expect(reportHeaders['Content-Security-Policy']).not.toContain('script')
})
