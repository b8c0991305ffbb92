import { extname, join } from 'node:path'
import { formOfExtension, isTableName } from '../../../../shared/dataset-forms.ts'
import { LastlayerError } from '../../../../shared/errors.ts'
import { lookAt } from '../../../disk/confinement.ts'
import { listFolder, unreadable } from '../bytes/files.ts'
import { tableFormOf } from '../formats/form.ts'
import type { Layout } from './layout.ts'
import { filesAside } from './left-aside.ts'
import { isBesides } from './names.ts'
import { nestedFolders } from './nested-folders.ts'
import { search } from './search.ts'

const understood =
  'Lastlayer reads folders of .txt or other text files named by their label (neg/, pos/, also inside train/ and test/), ' +
  `or ${new Intl.ListFormat('en-GB').format(formOfExtension.keys())} tables, one or a train and a test`

/**
 * Finds out how a dataset is laid out.
 * @throws LastlayerError `dataset` where there is nothing, nothing that is understood, or more than one dataset.
 */
export async function findLayout(path: string, separator: string | null = null): Promise<Layout> {
  const about = await lookAt(path).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw unreadable(path, error)
    throw new LastlayerError('dataset', `${path} does not exist: choose a folder of labelled texts or a table file.`)
  })
  if (about.isDirectory()) return await findInFolder(path, separator)
  if (!about.isFile()) throw new LastlayerError('dataset', `${path} is not a dataset: ${understood}.`)
  const form = await tableFormOf(path, separator)
  if (typeof form !== 'string') throw new LastlayerError('dataset', `${path} ${form.reason}`)
  return { kind: 'tables', files: [{ path, form, split: null, subject: '' }], labels: 'column', findings: [] }
}

async function findInFolder(folder: string, separator: string | null): Promise<Layout> {
  const layout = await search(folder, separator)
  if (layout === null) {
    await requireReadable(folder)
    throw new LastlayerError('dataset', `${folder} ${await contentsOf(folder)}: ${understood}.`)
  }
  if (layout.kind === 'tables') return layout
  return {
    ...layout,
    findings: [...layout.findings, ...(await nestedFolders(layout)), ...(await filesAside(folder, layout))],
  }
}

/** A table that a folder has alone is as good as chosen: if it cannot be read, that is said of it. */
async function requireReadable(folder: string): Promise<void> {
  const [only, ...others] = (await listFolder(folder)).filter(({ name }) => !isBesides(name))
  if (only?.isFile() !== true || others.length > 0 || !isTableName(only.name)) return
  const path = join(folder, only.name)
  const form = await tableFormOf(path)
  if (typeof form !== 'string') throw new LastlayerError('dataset', `${path} ${form.reason}`)
}

/** What a folder holds that nothing can be made of, in words. */
async function contentsOf(folder: string): Promise<string> {
  const entries = await listFolder(folder)
  if (entries.length === 0) return 'is empty'
  const counts = new Map<string, number>()
  for (const entry of entries) {
    const what = entry.isDirectory() ? 'folders' : extname(entry.name).toLowerCase() || 'files without an ending'
    counts.set(what, (counts.get(what) ?? 0) + 1)
  }
  const commonest = [...counts].sort((a, b) => b[1] - a[1]).slice(0, 4)
  const listed = new Intl.ListFormat('en-GB').format(commonest.map(([what, count]) => `${count} ${what}`))
  const file = entries.find((entry) => entry.isFile() && !isBesides(entry.name))
  const form = file === undefined ? null : await tableFormOf(join(folder, file.name))
  const example =
    form === null || typeof form === 'string' ? '' : `; ${file?.name} ${form.reason.replace(/\.( .*)?$/s, '')}`
  return `holds nothing to train on (${listed}${example})`
}
