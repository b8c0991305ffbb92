import { onTestFinished, vi } from 'vitest'

export interface CapturedOutput {
  stdout: string
  stderr: string
}

/** Takes what this process prints until the present test ends. */
export function captureOutput(): CapturedOutput {
  const captured = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) {
    const write = vi.spyOn(process[name], 'write').mockImplementation((chunk) => {
      captured[name] += String(chunk)
      return true
    })
    onTestFinished(() => write.mockRestore())
  }
  return captured
}
