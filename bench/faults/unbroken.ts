import type { Kind } from './job.ts'

/** What each kind of job comes to where nothing happens to it, and how many seconds it takes. */
export type Unbroken = ReadonlyMap<Kind, { readonly digest: string; readonly seconds: number }>
