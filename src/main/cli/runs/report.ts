import { existsSync } from 'node:fs'
import { extname, resolve } from 'node:path'
import { LastlayerError } from '../../../shared/errors.ts'
import type { reportFiles, WrittenReport } from '../../../shared/report-facts.ts'
import { writeFileAtomic } from '../../disk/atomic-files.ts'
import { giveAway } from '../../disk/private-files.ts'
import { writeReportFiles } from '../../host/runs/report-files.ts'
import { modelPath, type Session } from '../session.ts'

/** `report RUN`: writes its model card and its page anew, or one of them to a file; as JSON, what they tell. */
export async function report(
  { host, screen, places, signal }: Session,
  name: string,
  { out }: { readonly out?: string },
): Promise<void> {
  const run = await modelPath(name, places)
  const form = out === undefined ? null : formOf(out)
  const { paths, facts } =
    out === undefined || form === null
      ? await writeReportFiles(host, run, signal)
      : await writeOne(await host.run('report', { run }, { signal }), form, resolve(out))
  if (screen.json) screen.value({ files: paths, facts })
  else screen.lines(paths.map((path) => `Report    ${path}`))
}

async function writeOne(
  written: WrittenReport,
  form: Form,
  path: string,
): Promise<WrittenReport & { paths: string[] }> {
  await writeFileAtomic(path, written[form])
  await giveAway(path)
  return { ...written, paths: [path] }
}

type Form = keyof typeof reportFiles & keyof WrittenReport
const forms: ReadonlyMap<string, Form> = new Map([
  ['.md', 'markdown'],
  ['.html', 'html'],
  ['.htm', 'html'],
])

/** @throws LastlayerError `usage` if the name says no form, or there is such a file */
function formOf(out: string): Form {
  const form = forms.get(extname(out).toLowerCase())
  if (form === undefined) throw new LastlayerError('usage', `--out must end in .html or .md, not ${out}.`)
  if (existsSync(out)) throw new LastlayerError('usage', `${out} is there already: choose another name for --out.`)
  return form
}
