// Whether HF_HUB_OFFLINE closes the network, as src/main/host/offline.ts reads it; scripts run before there is a build.
export const isOffline = /^(1|true|yes|on)$/i.test(process.env.HF_HUB_OFFLINE ?? '')
