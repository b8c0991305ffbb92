import { hash } from 'node:crypto'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { report as reportOf, writeReport } from '../../../../src/main/trainer/report/report.ts'
import { allClassFigures, allFigures, valueOf } from '../../../../src/shared/figures.ts'
import { reportFacts } from '../../../../src/shared/report-facts.ts'
import type { RunReport } from '../../../../src/shared/run-events.ts'
import { temporaryFolder } from '../../../support/temporary-folder.ts'
import { hostileLabels, privateText, runOnDisk, type RunOnDisk } from './run-on-disk.ts'

const { signal } = new AbortController()
const percent = (rate: number): string => `${(100 * rate).toFixed(1)} %`

function reportIn({ record }: RunOnDisk): RunReport {
  if (record.summary.report === null) throw new Error('the run did not finish')
  return record.summary.report
}

/** Every figure of a run as a reader would look for it. */
function written(report: RunReport): string[] {
  const ends = ([low, high]: readonly number[]) =>
    [low, high].map((end) => (100 * end).toFixed(1).replace('-', '−')).join(' to ')
  const { yardsticks, calibration, search, epochs } = report
  return [
    ...allFigures.flatMap((one) => [report.before, report.after].map((metrics) => valueOf(metrics, one)?.toFixed(3))),
    ...report.after.perClass.flatMap((one) => allClassFigures.map((figure) => valueOf(one, figure)?.toFixed(3))),
    ...report.after.confusion.flat().map(String),
    ...epochs.flatMap(({ trainLoss, test, validation }) =>
      [trainLoss, test.loss, validation?.loss].map((x) => x?.toFixed(3)),
    ),
    ...yardsticks.flatMap(({ metrics, accuracy, macroF1 }) => [
      percent(metrics.accuracy),
      ends(accuracy),
      macroF1 && ends(macroF1),
    ]),
    ...yardsticks.flatMap(({ gain }) => (gain === null ? [] : [ends(gain.accuracy.interval), String(gain.onlySecond)])),
    ...(calibration === null
      ? []
      : [percent(calibration.before.error), percent(calibration.after.error), calibration.temperature.toFixed(3)]),
    ...(calibration?.before.bins ?? []).flatMap(({ accuracy }) => (accuracy === null ? [] : [percent(accuracy)])),
    ...(calibration?.coverage ?? []).map(({ share }) => percent(share)),
    ...(search?.trials ?? []).map(({ loss }) => loss?.toFixed(3)),
  ].filter((text) => typeof text === 'string')
}

test('Where weights were averaged, their own validation figures stand below those of the epochs', async () => {
  const run = await runOnDisk(['billing', 'login'])
  const report = reportIn(run)
  const savedValidation = { ...report.after, loss: 0.1234 }
  const averaged = { ...report, averaged: [2, 3], savedValidation }
  await writeFile(join(run.folder, 'report.json'), JSON.stringify(averaged))
  const { markdown, html } = await reportOf({ run: run.folder }, signal)
  expect(markdown).toMatch(/\| 2 to 3 \|[^\n]*\| 0\.123 \|[^\n]*\| saved \|/)
  expect(html).toContain('2 to 3')
})

test('The table of epochs says what chose the epoch', async () => {
  const run = await runOnDisk(['billing', 'login'])
  const written = async (chooseBy: string) => {
    await writeFile(join(run.folder, 'recipe.json'), JSON.stringify({ ...run.record.summary.recipe, chooseBy }))
    return (await reportOf({ run: run.folder }, signal)).markdown
  }
  expect(await written('loss')).toContain('the best epoch is chosen by the validation loss, calibrated')
  expect(await written('macro-f1')).toContain('the best epoch is chosen by the macro F1 on the validation part')
})

test('The test figures of a model that was trained again on all texts stand in a row of their own', async () => {
  const run = await runOnDisk(['billing', 'login'])
  const report = reportIn(run)
  const savedValidation = { ...report.after, loss: 0.1234 }
  const refitted = { ...report, averaged: [2, 3], isRefit: true, savedValidation, savedCalibratedLoss: 0.0987 }
  await writeFile(join(run.folder, 'report.json'), JSON.stringify(refitted))
  const { markdown } = await reportOf({ run: run.folder }, signal)
  expect(markdown).toMatch(/\| 2 to 3 \| – \| 0\.099 \| 0\.123 \|[^\n]*\| – \| – \| – \| chosen \|/)
  expect(markdown).toMatch(/\| all texts \| – \| – \| – \| – \| – \| \d[^\n]*\| saved \|/)
})

test('Every figure of the run is in the card and in the page, and the facts are as the contract has them', async () => {
  const run = await runOnDisk(['billing', 'delivery', 'login'])
  const report = reportIn(run)
  expect(report.yardsticks).toHaveLength(5)
  expect([report.calibration, report.search]).not.toContain(null)
  const { facts, markdown, html } = await reportOf({ run: run.folder }, signal)
  expect(reportFacts.parse(facts)).toEqual(facts)
  const more = ['0.65', '2026-01-09 12:30 UTC', run.record.dataset?.fingerprint ?? 'none', String(report.truncated)]
  for (const text of [...written(report), ...more]) {
    expect(markdown, text).toContain(text)
    expect(html, text).toContain(text)
  }
  expect(markdown).toMatch(/\| turned right by training \| 1 \|/)
  expect(markdown).toMatch(/\| turned wrong by training \| 1 \|/)
})

test('The digests of the weights, before and after, can be compared with those of the hub', async () => {
  const base = await temporaryFolder()
  const file = (name: string, algorithm: string, hex: string) => ({ name, digest: { algorithm, hex } })
  const files = [file('config.json', 'git', 'b'.repeat(40)), file('model.safetensors', 'sha256', 'c'.repeat(64))]
  await writeFile(join(base, 'source.json'), JSON.stringify({ name: 'acme/tiny', licence: 'mit', files }))
  const { folder } = await runOnDisk(['billing', 'login'], { model: base })
  await writeFile(join(folder, 'model', 'model.safetensors'), 'weights')
  const after = hash('sha256', 'weights')
  const digests = `${after}  model.safetensors\n${'e'.repeat(64)}  vocab.txt\n`
  await writeFile(join(folder, 'model', 'SHA256SUMS'), digests)
  const { markdown, html } = await reportOf({ run: folder }, signal)
  for (const whole of [markdown, html]) {
    for (const digest of ['c'.repeat(64), after]) expect(whole).toContain(digest)
    for (const digit of ['b', 'e']) expect(whole).not.toContain(digit.repeat(40))
  }
  await writeFile(
    join(folder, 'model', 'SHA256SUMS'),
    digests.replace(/^./, (digit) => (digit === '0' ? '1' : '0')),
  )
  await expect(reportOf({ run: folder }, signal)).rejects.toThrow(/model\.safetensors is damaged or was changed/)
})

test('Neither holds a word of a text, a folder of the person’s, or a label as markup', async () => {
  const { folder } = await runOnDisk(hostileLabels)
  const { facts, markdown, html } = await reportOf({ run: folder }, signal)
  for (const whole of [markdown, html, JSON.stringify(facts)]) {
    expect(whole).not.toContain('Quixote')
    expect(whole).not.toContain(privateText.slice(0, 8))
    expect(whole).not.toMatch(/secret place|\/home|\/tmp/)
  }
  expect(html).not.toMatch(/<script|<img|<b>|\u202e/i)
  expect(html).not.toContain('\u0007')
  expect(html).toContain('&lt;script&gt;window.pwned = 1&lt;/script&gt;')
  expect(html).toContain('<bdi dir="auto">عربي | `code` &amp;amp; ]]&gt;</bdi>')
  expect(markdown).not.toMatch(/\u202e/)
  expect(markdown).not.toContain('\u0007')
  // In Markdown every label is code: outside of it no tag is left.
  expect(markdown.replace(/`[^`\n]*`/g, '')).not.toMatch(/<script|<img/)
})

test('Of an older run what it did not measure is a dash, and of an unreadable report nothing is made up', async () => {
  const run = await runOnDisk(['ham', 'spam'])
  const path = join(run.folder, 'report.json')
  const old = Object.entries(reportIn(run)).filter(
    ([key]) => !['yardsticks', 'calibration', 'search', 'averaged'].includes(key),
  )
  await writeFile(path, JSON.stringify(Object.fromEntries(old)))
  await rm(join(run.folder, 'test-answers.jsonl'))
  await rm(join(run.folder, 'events.jsonl'))
  const { facts, markdown, html } = await reportOf({ run: run.folder }, signal)
  expect(facts).toMatchObject({ answers: null, startedAt: null, report: { yardsticks: [], calibration: null } })
  const { before, after } = reportIn(run)
  expect(markdown).toContain(`| Before training | ${percent(before.accuracy)} | – |`)
  expect(markdown).toContain(`| Fine-tuned | ${percent(after.accuracy)} | – |`)
  expect(markdown).toContain('| Words alone | – | – | – | – | – | – |')
  expect(markdown).toContain('| expected calibration error as trained | – |')
  expect(markdown).toContain('| turned right by training | – |')
  expect(markdown).toContain('| ONNX Runtime | – |')
  expect(html).not.toMatch(/undefined|NaN|>null/)

  await writeFile(path, '{"before": 1}')
  const unread = await reportOf({ run: run.folder }, signal)
  expect(unread.facts.report).toBeNull()
  expect(unread.markdown).toContain('Its report is missing, or of a form that cannot be read.')
  expect(unread.html).not.toMatch(/undefined|NaN/)
})

test('It is written into the folder of the run, and again over what is there', async () => {
  const { folder } = await runOnDisk(['ham', 'spam'])
  const { markdown, html } = await reportOf({ run: folder }, signal)
  for (let i = 0; i < 2; i++) {
    await writeReport(folder, signal)
    expect(await readFile(join(folder, 'model-card.md'), 'utf8')).toBe(markdown)
    expect(await readFile(join(folder, 'report.html'), 'utf8')).toBe(html)
  }
})

test('What is no finished run is refused with what to do', async () => {
  const { folder } = await runOnDisk(['ham', 'spam'])
  for (const name of ['report.json', 'events.jsonl']) await rm(join(folder, name))
  for (const run of [folder, await temporaryFolder()]) {
    await expect(reportOf({ run }, signal)).rejects.toMatchObject({
      code: 'model',
      message: expect.stringContaining('choose one that `runs` lists'),
    })
  }
})

test('A run of a later version is left to that one', async () => {
  const { folder } = await runOnDisk(['ham', 'spam'])
  await writeFile(join(folder, 'recipe.json'), '{"version": 99}')
  await expect(reportOf({ run: folder }, signal)).rejects.toThrow(/later version/)
})

test('Of very many labels the commonest confusions are listed, not a matrix of them', async () => {
  const run = await runOnDisk(Array.from({ length: 200 }, (_, i) => `label ${i}`))
  const { html } = await reportOf({ run: run.folder }, signal)
  expect(html).not.toContain('class="shaded"')
  expect(html).toContain('commonest confusions')
  expect(html.length).toBeLessThan(200_000)
})
