import 'i18next'
import type desktop from './en/desktop.json'
import type english from './en/index.ts'

// A key that the English catalogue does not have does not compile.
declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: typeof english; desktop: typeof desktop }
  }
}
