import { readFile, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { endRunFolder } from '../../../src/main/host/runs/run-log.ts'
import { readEventLog } from '../../../src/main/run-files/events.ts'
import { sealedLine } from '../../../src/main/run-files/json-lines.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const events = [1, 2, 3].map((seq) => ({ seq, time: 1000 * seq, kind: 'notice', message: `The ${seq}th thing.` }))
const written = events.map(sealedLine).join('')

async function runWith(log: string): Promise<string> {
  const run = await temporaryFolder()
  await writeFile(join(run, 'events.jsonl'), log)
  return run
}

test.each([
  ['as it was written', written, 3, false],
  ['of an earlier version', events.map((event) => `${JSON.stringify(event)}\n`).join(''), 3, false],
  ['whose process died in the middle of a line', written.slice(0, -20), 2, false],
  ['with a changed word', written.replace('2th', '8th'), 2, true],
  ['with a changed word at its end', written.replace('3th', '8th'), 2, true],
  ['without its first line', written.slice(written.indexOf('\n') + 1), 2, true],
  ['that is empty', '', 0, false],
])('A log %s tells what is left of it, and whether some is lost', async (_, log, count, isDamaged) => {
  const found = await readEventLog(await runWith(log))
  expect(found).toMatchObject({ isDamaged })
  expect(found.events).toHaveLength(count)
  for (const event of found.events) expect(events).toContainEqual(event)
})

test('A log that broke off in the middle of a line gets its ending instead of that line', async () => {
  const run = await runWith(written)
  await truncate(join(run, 'events.jsonl'), written.length - 20)
  await endRunFolder(run, { kind: 'failed', error: { code: 'interrupted', message: 'It died.' } })
  expect((await readFile(join(run, 'events.jsonl'), 'utf8')).trimEnd().split('\n')).toHaveLength(3)
  const { events: read, isDamaged } = await readEventLog(run)
  expect(isDamaged).toBe(false)
  expect(read.at(-1)).toMatchObject({ seq: 3, kind: 'failed' })
})
