import { createProgram } from '../../src/main/cli/program.ts'
import { Screen } from '../../src/main/cli/screen/screen.ts'
import { captureOutput } from './captured-output.ts'
import type { FakeTrainer } from './fake-trainer.ts'

/** Runs the command line in this process, with all its places in one folder; returns what it prints. */
export async function runCommand(host: FakeTrainer, folder: string, args: readonly string[]): Promise<string> {
  const output = captureOutput()
  const places = { runs: folder, cache: folder, models: folder }
  const session = { host, screen: new Screen(), places, signal: new AbortController().signal }
  await createProgram(session).parseAsync([...args], { from: 'user' })
  return output.stdout
}
