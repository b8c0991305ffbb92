import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { isAlive, isGone, markOf } from '../../../src/main/disk/process-mark.ts'

const tellsStates = existsSync('/proc/self/stat')

test.skipIf(!tellsStates)(
  'A process that has ended is gone, also where its parent never asks how (Linux)',
  async () => {
    // The second program takes the place of the first one, and knows of no child.
    const parent = spawn('sh', ['-c', 'sleep 0.3 & echo $!; exec sleep 60'], { stdio: ['ignore', 'pipe', 'ignore'] })
    onTestFinished(() => void parent.kill('SIGKILL'))
    const [line] = await once(createInterface({ input: parent.stdout }), 'line')
    const pid = Number(line)
    const mark = markOf(pid)
    while (!/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))) await delay(10)
    expect(isAlive(pid)).toBe(false)
    expect(isGone(mark)).toBe(true)
    expect(isAlive(parent.pid ?? 0)).toBe(true)
  },
)
