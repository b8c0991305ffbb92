import { join } from 'node:path'
import { rm } from 'node:fs/promises'
import { runCaption, type RunCaption } from '../../shared/run-record.ts'
import { runVersion } from '../../shared/run-files.ts'
import { readJsonAs, writeSealed } from '../disk/sealed-json.ts'

const name = 'caption.json'

/** What the person calls a run, and has noted of it; undefined where there is nothing, or nothing that can be read. */
export async function readCaption(run: string): Promise<RunCaption | undefined> {
  return (await readJsonAs(join(run, name), runCaption)) ?? undefined
}

/** Keeps it in the run's folder; nothing of it where both are empty. @throws LastlayerError `output` */
export async function writeCaption(run: string, { title, note }: RunCaption): Promise<void> {
  const caption = { title: title.trim(), note: note.trim() }
  if (caption.title === '' && caption.note === '') await rm(join(run, name), { force: true })
  else await writeSealed(join(run, name), { version: runVersion, ...caption })
}
