import type { Arithmetic } from './moments.ts'
import { nativeArithmetic } from './native-arithmetic.ts'
import { plainArithmetic } from './plain-arithmetic.ts'
import { wasmArithmetic } from './wasm-arithmetic.ts'

/** The arithmetic of the backend that was started. */
export function arithmetic(): Arithmetic {
  return nativeArithmetic() ?? wasmArithmetic() ?? plainArithmetic
}
