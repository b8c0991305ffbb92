import { expect, test } from 'vitest'
import { run } from '../../../src/main/tensorflow/run.ts'

const node = process.execPath

test('Both outputs and the exit code come back, whatever the code is', async () => {
  let heard = ''
  const script = 'console.log(process.env.COLOUR); console.error("no"); process.exitCode = 3'
  const result = await run(node, ['-e', script], { env: { COLOUR: 'blue' }, onOutput: (text) => (heard += text) })
  expect(result).toEqual({ code: 3, stoppedBy: null, missing: false, stdout: 'blue\n', stderr: 'no\n' })
  expect(heard).toBe('blue\n')
})

test('A program that is not there is missing', async () => {
  expect(await run('no-such-program-here', [])).toMatchObject({ code: null, missing: true })
})

test('A program that takes too long is stopped', async () => {
  const result = await run(node, ['-e', 'setTimeout(() => {}, 60_000)'], { timeout: 200 })
  expect(result).toMatchObject({ code: null, stoppedBy: 'SIGTERM' })
})

test('Aborting stops the program and rejects, also when it has been aborted before', async () => {
  const controller = new AbortController()
  const running = run(node, ['-e', 'setTimeout(() => {}, 60_000)'], { signal: controller.signal })
  setTimeout(() => controller.abort(), 200)
  await expect(running).rejects.toThrow(/abort/)
  await expect(run(node, ['-e', ''], { signal: controller.signal })).rejects.toThrow(/abort/)
})
