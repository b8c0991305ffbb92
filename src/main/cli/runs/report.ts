import { existsSync } from 'node:fs'
import { extname, join, resolve } from 'node:path'
import { LastlayerError } from '../../../shared/errors.ts'
import { reportFiles, type WrittenReport } from '../../../shared/report-facts.ts'
import { writeFileAtomic } from '../../disk/atomic-files.ts'
import { modelPath, type Session } from '../session.ts'

/** `report RUN`: writes its model card and its page anew, or one of them to a file; as JSON, what they tell. */
export async function report(
  { host, screen, places, signal }: Session,
  name: string,
  { out }: { readonly out?: string },
): Promise<void> {
  const run = await modelPath(name, places)
  const form = out === undefined ? null : formOf(out)
  const written = await host.run('report', { run }, { signal })
  const files =
    out === undefined || form === null
      ? ownFiles.map((form) => ({ path: join(run, reportFiles[form]), text: written[form] }))
      : [{ path: resolve(out), text: written[form] }]
  for (const { path, text } of files) await writeFileAtomic(path, text)
  if (screen.json) screen.value({ files: files.map(({ path }) => path), facts: written.facts })
  else screen.lines(files.map(({ path }) => `Report    ${path}`))
}

type Form = keyof typeof reportFiles & keyof WrittenReport
const ownFiles: readonly Form[] = ['markdown', 'html']
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
