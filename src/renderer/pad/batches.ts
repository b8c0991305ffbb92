import { uploadLimits } from '../../shared/app-contract.ts'

/** Few enough for the first answers to come soon; the model stays open from one call to the next. */
const filesPerCall = 32

/** Files in the batches in which they are sent, none larger than what one call may carry. */
export function* batchesOf<F extends { readonly size: number }>(files: readonly F[]): Generator<F[]> {
  let batch: F[] = []
  let bytes = 0
  for (const file of files) {
    // Base64 writes whole groups of three bytes.
    const size = 3 * Math.ceil(file.size / 3)
    if (batch.length === filesPerCall || (batch.length > 0 && bytes + size > uploadLimits.bytes)) {
      yield batch
      batch = []
      bytes = 0
    }
    batch.push(file)
    bytes += size
  }
  if (batch.length > 0) yield batch
}
