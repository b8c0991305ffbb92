// What a host puts into the environment of a trainer, and a trainer finds there.

/** The folders that the trainer is confined to, as a JSON list; not set for none. */
export const rootsVariable = 'LASTLAYER_ROOTS'

/**
 * Lets a trainer keep the memory that a step has freed for the next one, instead of taking it anew from the system page by
 * page: mallopt(3) of glibc. Others pass over it.
 */
export const memoryKept: Readonly<Record<string, string>> = {
  MALLOC_MMAP_THRESHOLD_: `${32 * 2 ** 20}`, // the largest that it takes
  MALLOC_TRIM_THRESHOLD_: `${256 * 2 ** 20}`,
  MALLOC_TOP_PAD_: `${64 * 2 ** 20}`,
}

/**
 * What the environment must hold when ONNX Runtime is loaded, so that it does not report to its maker. On Windows the
 * documented switch has no effect, and the JavaScript binding has no call; the one for the library's own tests leaves
 * its event source unregistered.
 */
export function telemetryOff(platform: string): Readonly<Record<string, string>> {
  return { ORT_DISABLE_TELEMETRY: '1', ...(platform === 'win32' ? { ORT_RUNNING_UNIT_TESTS: '1' } : {}) }
}
