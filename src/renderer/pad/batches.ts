import { uploadLimits } from '../../shared/app-contract.ts'

const firstBatch = 16

/**
 * Files in the batches in which they are sent: none larger than what one call may carry. Each may hold twice as many as
 * the one before, so that the first answers come soon and a thousand files do not open the model a hundred times.
 */
export function* batchesOf<F extends { readonly size: number }>(files: readonly F[]): Generator<F[]> {
  let batch: F[] = []
  let bytes = 0
  let most = firstBatch
  for (const file of files) {
    // Base64 writes whole groups of three bytes.
    const size = 3 * Math.ceil(file.size / 3)
    if (batch.length === most || (batch.length > 0 && bytes + size > uploadLimits.bytes)) {
      yield batch
      most = Math.min(2 * most, uploadLimits.files)
      batch = []
      bytes = 0
    }
    batch.push(file)
    bytes += size
  }
  if (batch.length > 0) yield batch
}
