import { resolve } from 'node:path'
import { Option } from '@commander-js/extra-typings'
import { exportFormatNames, exportFormats, type ExportFormat } from '../../../shared/export-formats.ts'
import { describeDifference, type ExportProof } from '../../../shared/export-proof.ts'
import { count, oneLine, rate, shellWord, table } from '../screen/format.ts'
import { modelPath, type Session } from '../session.ts'

/** `--to FORMAT` */
export function formatOption() {
  const about = exportFormatNames.map((format) => `${format}: ${exportFormats[format].sentence}`).join(' ')
  return new Option('--to <format>', about).choices(exportFormatNames).makeOptionMandatory()
}

/** `export RUN --to FORMAT DESTINATION`: writes the model in another form, and shows how its answers compare. */
export async function exportRun(
  { host, screen, places, signal }: Session,
  name: string,
  format: ExportFormat,
  destination: string,
): Promise<void> {
  const params = { model: await modelPath(name, places), format, destination: resolve(destination) }
  const proof = await host.run('export', params, { signal, onProgress: (progress) => screen.progress(progress) })
  screen.clear()
  if (screen.json) screen.value(proof)
  else screen.lines(describeProof(proof))
}

export function describeProof(proof: ExportProof): string[] {
  const { destination, texts, source, isOwn, size, textsPerSecond, files } = proof
  const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1)
  const speed = (perSecond: number): string => (perSecond < 10 ? perSecond.toFixed(1) : count(perSecond))
  return [
    `Proved    ${count(texts)} ${isOwn ? 'test texts of' : 'texts of'} ${oneLine(source)}, read back from what was written`,
    `Labels    ${rate(proof.equalLabels)} of them equal`,
    `Largest   difference of a probability ${describeDifference(proof.largestProbabilityDifference)}, ` +
      `of a logit ${describeDifference(proof.largestLogitDifference)}`,
    '',
    ...table('<>>', [
      ['', 'export', 'Lastlayer'],
      ['size, MB', megabytes(size.exported), megabytes(size.own)],
      ['texts/s, one a call', speed(textsPerSecond.exported), speed(textsPerSecond.own)],
    ]),
    '',
    `Export    ${destination} (${count(files.length)} files)`,
    ...files
      .filter(({ name }) => name.startsWith('sample'))
      .map(({ name }) => `Try it:   ${tryIt(name, shellWord(resolve(destination, name)))}`),
  ]
}

/** How a sample is started. */
function tryIt(name: string, path: string): string {
  if (name.endsWith('.html')) return `${path} in a browser, as its first lines say`
  return `${name.endsWith('.py') ? 'python' : 'node'} ${path} "Your text"`
}
