// As src/shared/switches.ts reads the environment; scripts run before there is a build.

/**
 * Whether a variable switches something on.
 * @param {string | undefined} value
 */
export function isOn(value) {
  return /^(1|true|yes|on)$/i.test(value ?? '')
}

/**
 * Whether HF_HUB_OFFLINE closes the network.
 * @param {Readonly<Record<string, string | undefined>>} env
 */
export function isOffline(env) {
  return !/^(|0|false|no|off)$/i.test(env.HF_HUB_OFFLINE?.trim() ?? '')
}

export const isDebugging = isOn(process.env.LASTLAYER_DEBUG)
