import { isBucket } from '../../bucket/bucket.ts'
import { BucketStore } from './bucket-store.ts'
import { FolderStore } from './folder-store.ts'
import type { ShardStore } from './store.ts'

/** @throws LastlayerError `output` if the folder cannot be made; `usage` or `network` for a bucket that cannot be used */
export async function openStore(root: string, plan: string): Promise<ShardStore> {
  return isBucket(root) ? BucketStore.open(root, plan) : FolderStore.open(root, plan)
}
