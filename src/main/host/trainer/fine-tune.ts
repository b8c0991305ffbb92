import type { Params } from '../../../shared/contract.ts'
import { LastlayerError } from '../../../shared/errors.ts'
import type { RunEvent, RunReport } from '../../../shared/run-events.ts'
import { stepToGoOn } from '../../disk/resumption.ts'
import type { RunOptions, TrainerHost } from './start.ts'

/** A fine-tuning that begins, or one that is gone on with. */
export type Asked =
  | { readonly command: 'finetune'; readonly params: Params<'finetune'> }
  | { readonly command: 'resume'; readonly params: Params<'resume'> }

/**
 * Has a trainer fine-tune. One that runs out of memory is started once more and goes on from the last checkpoint, with
 * smaller slices of a batch; its events go on, too.
 * @throws LastlayerError as {@link TrainerHost.run} does
 */
export async function fineTune(
  trainer: Pick<TrainerHost, 'run'>,
  { command, params }: Asked,
  options: RunOptions,
): Promise<RunReport> {
  let folder = command === 'resume' ? params.run : null
  let ending: RunEvent | null = null
  const onEvent = (event: RunEvent): void => {
    if (event.kind === 'started') folder = event.run
    if (event.kind === 'failed' && event.error.code === 'memory') ending = event
    else options.onEvent?.(event)
  }
  try {
    return await (command === 'resume'
      ? trainer.run('resume', params, { ...options, onEvent })
      : trainer.run('finetune', params, { ...options, onEvent }))
  } catch (error) {
    const lacksMemory = error instanceof LastlayerError && error.code === 'memory' && !options.signal?.aborted
    if (lacksMemory && folder !== null && (await stepToGoOn(folder)) !== null) {
      const notices = [`${error.message} The run goes on with smaller slices of a batch.`]
      const { places } = params
      return await trainer.run('resume', { run: folder, places, notices, lacksMemory }, options)
    }
    if (ending !== null) options.onEvent?.(ending)
    throw error
  }
}
