// What a host puts into the environment of a trainer, and a trainer finds there.

/** The folders that the trainer is confined to, as a JSON list; not set for none. */
export const rootsVariable = 'LASTLAYER_ROOTS'

/**
 * What the environment must hold when ONNX Runtime is loaded, so that it does not report to its maker. On Windows the
 * documented switch has no effect, and the JavaScript binding has no call; the one for the library's own tests leaves
 * its event source unregistered.
 */
export function telemetryOff(platform: string): Readonly<Record<string, string>> {
  return { ORT_DISABLE_TELEMETRY: '1', ...(platform === 'win32' ? { ORT_RUNNING_UNIT_TESTS: '1' } : {}) }
}
