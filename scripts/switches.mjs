// As src/shared/switches.ts reads the environment; scripts run before there is a build.

/** Whether a variable switches something on. */
/** @param {string | undefined} value */
export function isOn(value) {
  return /^(1|true|yes|on)$/i.test(value ?? '')
}

export const isOffline = isOn(process.env.HF_HUB_OFFLINE)

export const isDebugging = isOn(process.env.LASTLAYER_DEBUG)
