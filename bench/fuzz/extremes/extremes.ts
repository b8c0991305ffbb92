import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readDataset } from '../datasets.ts'
import { tryModel } from '../models.ts'
import { tryMessage } from '../calls.ts'
import type { Files, Target, Verdict } from '../target.ts'
import type { Trainer } from '../trainer.ts'
import type { WebHost } from '../../web-host.ts'
import { extremeModels } from './models.ts'
import { extremeTables, fill } from './tables.ts'

const bytes = (content: string | Buffer): Buffer => Buffer.from(content)

/** Calls of a megabyte, which are mostly refused. */
const messages: Readonly<Record<string, () => string>> = {
  'nested parameters': () => `{"id":7,"call":"about","params":${'['.repeat(500_000)}${']'.repeat(500_000)}}`,
  texts: () => `{"id":7,"call":"predict","params":{"model":"x","texts":[${fill('"a",')}"b"],"files":[],"uploads":[]}}`,
  'a path': () => `{"id":7,"call":"listFolder","params":{"path":"${fill('@/')}"}}`,
  'names of parameters': () => `{"id":7,"call":"about","params":{${Array.from({ length: 90_000 }, (_, i) => `"k${i}":1`).join()}}}`, // prettier-ignore
  'a name of a call': () => `{"id":7,"call":"${fill('x')}","params":{}}`,
  digits: () => `{"id":7,"call":"cancelInspect","params":{"reading":${fill('9')}}}`,
}

/** Files of a megabyte that are meant to take long or much memory: each of them once. */
export function extremeTargets(trainer: Trainer, host: WebHost, model: string): Target[] {
  const target = (
    name: string,
    inputs: Readonly<Record<string, () => Files>>,
    attempt: (folder: string, files: Files) => Promise<Verdict>,
  ): Target => ({
    name: `extreme ${name}`,
    *inputs() {
      for (const make of Object.values(inputs)) yield make()
    },
    isList: true,
    try: attempt,
  })
  const tables = Object.entries(extremeTables).map(([name, make]) => [name, () => ({ [name]: bytes(make()) })] as const)
  const calls = Object.entries(messages).map(([name, make]) => [name, () => ({ message: bytes(make()) })] as const)
  return [
    target('tables', Object.fromEntries(tables), (folder, files) => readDataset(trainer, model, folder, files)),
    target('models', extremeModels, (folder) => tryModel(trainer, folder)),
    target('calls', Object.fromEntries(calls), (folder) => tryMessage(host, readFileSync(join(folder, 'message')))),
  ]
}
