import { isOn } from '../../../shared/switches.ts'

const usualPort = 9229

/**
 * Arguments of Node that open a trainer to a debugger on this machine. LASTLAYER_INSPECT is a port, or 1 for Node's usual
 * one.
 * @param nth counts the trainers of this process from 0: each has a port of its own, one after the other
 */
export function inspectorArguments(env: NodeJS.ProcessEnv, nth: number): string[] {
  const given = env.LASTLAYER_INSPECT
  const port = isOn(given) ? usualPort : Number(given)
  return port >= 1024 && port + nth <= 65_535 ? [`--inspect=127.0.0.1:${port + nth}`] : []
}
