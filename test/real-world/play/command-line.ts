import { Readable } from 'node:stream'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { once } from 'node:events'
import { join } from 'node:path'
import { onTestFinished, vi } from 'vitest'
import { CommanderError } from 'commander'
import { createProgram } from '../../../src/main/cli/program.ts'
import { Screen } from '../../../src/main/cli/screen/screen.ts'
import { describeUsage } from '../../../src/main/cli/screen/usage.ts'
import { evaluate } from '../../../src/main/trainer/commands/evaluate.ts'
import { predict } from '../../../src/main/trainer/commands/predict.ts'
import { predictTable } from '../../../src/main/trainer/commands/predict-table.ts'
import { captureOutput } from '../../support/captured-output.ts'
import { FakeTrainer } from '../../support/fake-trainer.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import type { Commanding } from '../case.ts'
import { inputPath, layOut } from './lay-out.ts'
import { modelFolder } from './models.ts'

/** Runs the command line with a trainer in this process; returns all that it says, an error at the end. */
export async function runCommand(
  { args, standardInput, written = {} }: Commanding,
  run: string | null,
): Promise<string> {
  const trainer = new FakeTrainer()
  const { signal } = new AbortController()
  trainer.answers = {
    predict: (params) => predict(params, signal),
    predictTable: (params, { onProgress = () => undefined }) => predictTable(params, signal, onProgress),
    evaluate: (params) => evaluate(params, signal),
  }
  const home = await temporaryFolder()
  const folder = await layOut({ tree: written })
  const places = { runs: join(home, 'runs'), cache: join(home, 'cache'), models: join(home, 'models') }
  if (standardInput !== undefined) {
    const input = Readable.from([await readFile(inputPath(standardInput))])
    const stdin = vi.spyOn(process, 'stdin', 'get').mockReturnValue(input as typeof process.stdin)
    onTestFinished(() => stdin.mockRestore())
  }
  const line = await Promise.all(args.map((argument) => actual(argument, folder, run)))
  const captured = captureOutput()
  const program = createProgram({ host: trainer, screen: new Screen(), places, signal })
  const error = await program.parseAsync(['node', 'lastlayer', ...line]).then(() => '', describe)
  return [captured.stdout, captured.stderr, error].join('\n')
}

function describe(error: unknown): string {
  if (error instanceof CommanderError) return describeUsage(error)
  return error instanceof Error ? error.message : String(error)
}

/** What an argument of a row stands for. */
async function actual(argument: string, folder: string, run: string | null): Promise<string> {
  if (argument === 'MODEL') return modelFolder('base')
  if (argument === 'BUSY_PORT') return String(await takenPort())
  if (argument === 'RUN' && run !== null) return run
  const fresh = /^NEW\((.+)\)$/.exec(argument)
  if (fresh) return join(folder, fresh[1])
  const file = /^FILE\((.+)\)$/.exec(argument)
  return file ? inputPath(file[1]) : argument
}

async function takenPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no port.')
  return address.port
}
