/** The variables of a process. */
type Environment = Readonly<Record<string, string | undefined>>

/** Whether a variable of the environment switches something on: 1, true, yes or on, as for the hub's own programs. */
export function isOn(value: string | undefined): boolean {
  return /^(1|true|yes|on)$/i.test(value ?? '')
}

/** Whether HF_HUB_OFFLINE closes the network: set to anything but 0, false, no or off, as who sets it means to. */
export function isOffline(env: Environment): boolean {
  return !/^(|0|false|no|off)$/i.test(env.HF_HUB_OFFLINE?.trim() ?? '')
}

/** Whether LASTLAYER_DEBUG asks for the place that an error came from, and for what the trainer prints. */
export function isDebugging(env: Environment): boolean {
  return isOn(env.LASTLAYER_DEBUG)
}
