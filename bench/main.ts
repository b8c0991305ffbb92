import { startBackend } from '../src/main/training/tf.ts'
import { secondsPerTrainedToken } from './tail.ts'
import { line } from './timing.ts'
import { benchTrunk } from './trunk.ts'

const device = await startBackend()
const { secondsPerToken } = await benchTrunk()

console.log(`Tail on ${device.backend} (${device.device}), last block and head, 16 texts of 256 tokens`)
const distilbert = await secondsPerTrainedToken('distilbert', 1)
const tiny = await secondsPerTrainedToken('tiny', 1)
line('DistilBERT: seconds a step', (distilbert * 16 * 256).toFixed(3))
line('tiny: seconds a step', (tiny * 16 * 256).toFixed(3))
line('DistilBERT: an epoch on cached features / the features', (distilbert / secondsPerToken).toFixed(3))
