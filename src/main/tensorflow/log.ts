// Before a program calls absl::InitializeLog, which tfjs-node's addon never does, TensorFlow writes some lines to
// standard error whatever TF_CPP_MIN_LOG_LEVEL says: that oneDNN is on, that there is no CUDA driver.
const logLine =
  /^(WARNING: All log messages before absl::InitializeLog|[IWE]\d{4} \d\d:\d\d:\S+ +\d+ \S+:\d+\]|To enable the following instructions: )/

/** Whether a line of the trainer's standard error is TensorFlow's own talk, short of a fatal error. */
export function isTensorflowLog(line: string): boolean {
  return logLine.test(line)
}
