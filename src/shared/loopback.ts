const loopback = /^(localhost|127(?:\.\d+){3}|\[?::1\]?)$/

/** Whether the name of a host means this machine, so that what is sent there crosses no network. */
export function isLoopback(host: string): boolean {
  return loopback.test(host)
}
