// A process of workers that sleep; the other parts of this folder start it: ADDRESS WORKERS SECONDS.
import { sleepAtWork } from './scene.ts'

const [address = '', workers = '1', seconds = '1'] = process.argv.slice(3)
const stop = new AbortController()
process.once('SIGTERM', () => stop.abort())
await sleepAtWork(address, Number(workers), Number(seconds), stop.signal)
