/** Whether HF_HUB_OFFLINE closes the network: 1, true, yes or on, as for the hub's own programs. */
export function isOffline(env: NodeJS.ProcessEnv = process.env): boolean {
  return /^(1|true|yes|on)$/i.test(env.HF_HUB_OFFLINE ?? '')
}
