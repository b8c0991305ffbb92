import { nativeHome } from '../../src/main/host/paths.ts'
import { findRuntime } from '../../src/main/tensorflow/runtime.ts'

/** Where tests look for native TensorFlow: LASTLAYER_NATIVE_HOME, or where `setup` puts it. */
export const homeOfNative = process.env.LASTLAYER_NATIVE_HOME ?? nativeHome()

/** Native TensorFlow, if it is installed on this machine. */
export const native = await findRuntime(homeOfNative)
