import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runs } from '../../../../src/main/cli/commands/runs.ts'
import { Screen } from '../../../../src/main/cli/screen/screen.ts'
import type { Session } from '../../../../src/main/cli/session.ts'
import { captureOutput } from '../../../support/captured-output.ts'
import { FakeTrainer } from '../../../support/fake-trainer.ts'
import { temporaryFolder } from '../../../support/temporary-folder.ts'

async function sessionWithLaterRun(): Promise<Session> {
  const home = await temporaryFolder()
  const places = { runs: join(home, 'runs'), cache: join(home, 'cache'), models: join(home, 'models') }
  await mkdir(join(places.runs, 'later'), { recursive: true })
  await writeFile(join(places.runs, 'later', 'recipe.json'), JSON.stringify({ version: 1000, source: 'anything' }))
  return { host: new FakeTrainer(), screen: new Screen(), places, signal: new AbortController().signal }
}

test('A run of a later version is listed as such', async () => {
  const session = await sessionWithLaterRun()
  const output = captureOutput()
  await runs(session)
  expect(output.stdout).toMatch(/from a later version of Lastlayer +later\n/)
})

test('With --json it has no recipe and no figures', async () => {
  const session = await sessionWithLaterRun()
  session.screen.json = true
  const output = captureOutput()
  await runs(session)
  expect(JSON.parse(output.stdout)).toMatchObject([{ status: 'later', dataset: null, unfreeze: null, after: null }])
})
