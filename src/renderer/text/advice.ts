import type { ErrorCode } from '../../shared/errors.ts'

export interface Advice {
  readonly title: string
  /** What the person can do now. */
  readonly advice: string
}

/** Of a reading that the person ended: nothing was to be saved. */
export const cancelledReading: Advice = {
  title: 'The reading was cancelled',
  advice: 'Read it again, or choose other data.',
}

/** How an error looks and what to do: by its code, never by its English text. */
export const adviceByCode: Readonly<Record<ErrorCode, Advice>> = {
  usage: { title: 'That does not fit', advice: 'Change it, then try again.' },
  busy: { title: 'Something else is going on', advice: 'Watch it under Train or Runs.' },
  dataset: { title: 'The texts cannot be used as they are', advice: 'Put that right, or choose other texts.' },
  model: { title: 'The model cannot be used', advice: 'Choose another model folder.' },
  output: { title: 'Lastlayer cannot write there', advice: 'Put that right, or choose another place.' },
  proof: { title: 'The export was taken back', advice: 'Nothing was left behind, and the run is as it was.' },
  network: { title: 'The hub did not give it', advice: 'Models on this machine work without it.' },
  setup: {
    title: 'Native TensorFlow is not ready',
    advice: 'Lastlayer works without it, only slower. Run set-up again.',
  },
  cancelled: { title: 'Cancelled', advice: 'No model was saved. Its curves are under Runs, among the cancelled ones.' },
  memory: { title: 'Memory ran out', advice: 'Close other programs, or choose a smaller batch or a smaller model.' },
  interrupted: {
    title: 'It was interrupted',
    advice: 'Go on with the run, or start again. Your texts and earlier runs are safe.',
  },
  internal: { title: 'A defect of Lastlayer', advice: 'Try once more; if it comes back, report this sentence.' },
}
