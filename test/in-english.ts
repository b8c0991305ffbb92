import { saidInEnglish, type Said } from '../src/shared/said.ts'

type InEnglish<T> = [Said] extends [T]
  ? string
  : T extends readonly (infer One)[]
    ? InEnglish<One>[]
    : T extends object
      ? { [Name in keyof T]: InEnglish<T[Name]> }
      : T

/** A value with what is said in it as the command line says it. */
export function inEnglish<T>(value: T): InEnglish<T> {
  return JSON.parse(JSON.stringify(value, saidInEnglish)) as InEnglish<T>
}
