/**
 * What the environment must hold when ONNX Runtime is loaded on a platform, as Node names it. On Windows the documented
 * switch has no effect, and the JavaScript binding has no call; the one for the library's own tests leaves its event
 * source unregistered.
 */
export function telemetryOff(platform: string): Readonly<Record<string, string>> {
  return { ORT_DISABLE_TELEMETRY: '1', ...(platform === 'win32' ? { ORT_RUNNING_UNIT_TESTS: '1' } : {}) }
}
