import { resolve } from 'node:path'
import { Command, Option, type OptionValues } from '@commander-js/extra-typings'
import manifest from '../../../package.json' with { type: 'json' }
import { datasetSettings } from '../../shared/dataset-settings.ts'
import { LastlayerError } from '../../shared/errors.ts'
import { sampleNames } from '../../shared/samples.ts'
import { clearCache, showCache } from './commands/cache.ts'
import { compare } from './commands/compare.ts'
import { demo } from './commands/demo.ts'
import { desk } from './runs/desk.ts'
import { diagnostics } from './runs/diagnostics.ts'
import { doctor } from './commands/doctor.ts'
import { errors, kindOption } from './runs/errors.ts'
import { evaluate } from './commands/evaluate.ts'
import { clusters } from './features/cluster-job.ts'
import { features, storeOf } from './features/features.ts'
import { worker } from './features/queue.ts'
import { exportRun, formatOption } from './commands/export.ts'
import { finetune, resume as resumeRun } from './commands/finetune.ts'
import { inspect } from './commands/inspect.ts'
import { addToModels, removeFromModels, showModels } from './commands/models.ts'
import { predict } from './commands/predict.ts'
import {
  presetOption,
  recipeKeys,
  recipeOf,
  recipeOption,
  switchedOffOption,
  type RecipeKey,
} from './commands/recipe-flags.ts'
import { abstain, compareTwo, runs } from './commands/runs.ts'
import { serve } from './commands/serve.ts'
import { report } from './runs/report.ts'
import type { Session } from './session.ts'
import { gpuOption, setup } from './commands/setup.ts'
import { givenFlags, requireOnly } from './screen/usage.ts'
import { continueSweep, requireAlone, sweep } from './sweep/sweep.ts'

/** How a dataset is read. */
const texts = recipeKeys.filter((key) => key in datasetSettings)
const dataset = `folder or file of labelled texts, or ${sampleNames}`

const abstainFlag = ['--abstain-below <confidence>', 'Be unsure below it (what is kept with the run)'] as const

const labelMapSentence =
  'Merge, rename or leave out labels: JSON such as {"Pos": "pos", "neu": null}, or a CSV of two columns'

const labelWeightsSentence = 'How much a text of a label counts, such as ham=1,spam=5; 1 for those that are not named'

/** Where workers are given work; its password need not stand on the command line. */
const queueOption = () =>
  new Option('--queue <address>', 'Redis or Valkey, as redis://127.0.0.1:6379').env('LASTLAYER_QUEUE')

/** The commands and their flags. Nothing here exits or prints an error: wrong usage is thrown as a CommanderError. */
export function createProgram(session: Session): Command {
  const program = new Command('lastlayer')
    .description(manifest.description)
    .version(manifest.version)
    .exitOverride()
    .configureOutput({ outputError: () => undefined, writeErr: () => undefined })

  const add = (name: string, about: string, keys: readonly RecipeKey[] = [], parent = program) => {
    const command = parent.command(name).description(about)
    for (const key of keys) {
      const off = switchedOffOption(key)
      command.addOption(recipeOption(key))
      if (off !== null) command.addOption(off)
    }
    if (keys.includes('labelColumn')) command.option('--label-map <file>', labelMapSentence)
    if (keys.includes('learningRate')) command.addOption(presetOption())
    if (keys.includes('classWeights')) command.option('--label-weights <list>', labelWeightsSentence)
    return command.option('--json', 'Print the result as JSON')
  }
  const does = <Args extends unknown[], Options extends OptionValues>(
    command: Command<Args, Options>,
    action: (options: Options, ...args: Args) => Promise<void>,
  ): void => {
    command.action(async (...given: unknown[]) => {
      session.screen.json = command.optsWithGlobals().json === true
      await action(command.opts(), ...(given.slice(0, command.registeredArguments.length) as Args))
    })
  }

  const finetuning = add('finetune', 'Fine-tune a model on labelled texts', recipeKeys)
    .argument('[dataset]', dataset)
    .option('--out <folder>', 'Run folder, new or empty (one of its own under the runs folder)')
    .option('--resume <run>', 'Go on with a run that was broken off; every other flag is as it was')
  does(finetuning, async ({ resume, out, ...options }, path) => {
    if (resume !== undefined) {
      requireOnly(finetuning, '--resume')
      return resumeRun(session, resume)
    }
    if (path === undefined) {
      throw new LastlayerError('usage', 'Name a dataset, or the run to go on with: --resume RUN.')
    }
    await finetune(session, await recipeOf(path, options, session.places), out ? resolve(out) : null)
  })
  does(
    add(
      'compare',
      'Fine-tune at several depths on one set of features, side by side',
      recipeKeys.filter((key) => key !== 'unfreeze' && key !== 'embeddings'),
    )
      .argument('<dataset>', dataset)
      .option('--unfreeze <list>', 'Depths K to compare, with commas', '0,1,2,all')
      .option('--out <folder>', 'Folder of the comparison, new or empty'),
    async (options, path) => {
      const { unfreeze, out, ...settings } = options
      const recipe = await recipeOf(path, settings, session.places)
      await compare(session, recipe, unfreeze, out ? resolve(out) : null)
    },
  )
  does(
    add(
      'sweep',
      'Fine-tune with every combination of some settings on one set of features, judged by validation',
      recipeKeys.filter((key) => !['unfreeze', 'embeddings', 'learningRate', 'epochs'].includes(key)),
    )
      .addOption(presetOption())
      .argument('[dataset]', dataset)
      .option('--lr <list>', 'Learning rates, with commas (1e-4,3e-4,1e-3)')
      .option('--unfreeze <list>', 'Depths K, with commas (1)')
      .option('--epochs <list>', "Epochs, with commas (the recipe's)")
      .option('--seeds <count>', 'Runs of each combination, with one seed after another (3)')
      .option('--out <folder>', 'Folder of the sweep, new or empty')
      .option('--continue <folder>', 'Go on with a sweep that was stopped; every other flag is as it was'),
    async ({ lr, unfreeze, epochs, seeds, out, continue: former, ...settings }, path) => {
      const lists = { lr, unfreeze, epochs, seeds }
      if (former !== undefined) {
        requireAlone([path, out, ...Object.values(lists)])
        return continueSweep(session, former)
      }
      if (path === undefined) {
        throw new LastlayerError('usage', 'Name a dataset, or the sweep to go on with: --continue FOLDER.')
      }
      const recipe = await recipeOf(path, settings, session.places)
      await sweep(session, recipe, lists, out ? resolve(out) : null)
    },
  )
  const predicting = add('predict', 'Classify texts with a run or a model', [
    'textColumn',
    'encoding',
    'separator',
    'header',
    'sheet',
  ])
    .argument('<run>', 'run or model folder, or the name of a run')
    .argument('[text...]', 'texts; without any, standard input is read, one text a line')
    .option('--file <file...>', 'Tables, one text a row; text files, one text each; folders of them')
    .option('--lines', 'Read the files one text a line')
    .option(...abstainFlag)
    .option('--out <file>', 'Write the answers to a new file, .csv or .jsonl, beside the own columns of a table')
  does(predicting, (options, run, texts) => predict(session, run, texts, options))
  does(
    add('evaluate', 'Measure a run on labelled texts', texts)
      .argument('<run>', 'run or model folder, or the name of a run')
      .argument('<dataset>', dataset)
      .option(...abstainFlag),
    (options, run, path) => evaluate(session, run, path, options),
  )
  does(
    add('export', 'Write the model of a run for other programs, and prove that it answers alike')
      .argument('<run>', 'run or model folder, or the name of a run')
      .argument('<destination>', 'folder to write, new or empty')
      .addOption(formatOption()),
    ({ to }, run, destination) => exportRun(session, run, to, destination),
  )
  does(
    add('inspect', 'Show what a dataset holds, without training', [...texts, 'model', 'maxLength']).argument(
      '<dataset>',
      dataset,
    ),
    (options, path) => inspect(session, path, options),
  )
  const shards = add(
    'features',
    'Compute the features of a dataset in parts, on as many machines as there are',
    recipeKeys,
  )
    .argument('<dataset>', dataset)
    .requiredOption('--store <store>', 'Folder that all of them see, or s3://bucket/prefix')
    .addOption(queueOption())
    .option('--shard <i/n>', 'Compute the part i of n, from 0, as far as the store lacks it')
    .option('--fetch', 'Take what the store has into the cache of this machine, for finetune')
    .addOption(new Option('--manifest <cluster>', 'Print a job that computes all parts').choices(clusters))
    .option('--jobs <count>', 'Parts of that job (8)')
  does(shards, async (options, path) => {
    const { store, queue, shard, fetch, manifest, jobs, ...settings } = options
    const recipe = await recipeOf(path, settings, session.places)
    await features(
      session,
      recipe,
      { store, queue, shard, fetch, manifest, jobs },
      givenFlags(
        shards,
        Object.keys(settings).filter((name) => name !== 'model'),
      ),
    )
  })
  does(
    add('worker', 'Compute features that others ask for through a queue, until Ctrl-C')
      .addOption(queueOption().makeOptionMandatory())
      .requiredOption('--store <store>', 'Folder that all of them see, or s3://bucket/prefix'),
    ({ queue, store }) => worker(session, queue, storeOf(store)),
  )
  const listing = add('runs', 'List the runs, or the test texts that one has wrong').option(
    '--compare <run...>',
    'Compare two of them on the test texts that both have',
  )
  does(listing, ({ compare }) => (compare === undefined ? runs(session) : compareTwo(session, compare)))
  does(
    add('errors', 'List the test texts that the model of a run has wrong, most confident first', [], listing)
      .argument('<run>', 'run folder, or the name of a run')
      .addOption(kindOption())
      .option('--label <label>', 'Only texts of this label')
      .option('--answer <label>', 'Only texts with this answer')
      .option('--search <words>', 'Only texts that have these words')
      .option('--offset <count>', 'How many to pass over', '0')
      .option('--limit <count>', 'How many to show', '20'),
    (options, run) => errors(session, run, options),
  )
  does(
    add('desk', 'List the training texts of a run whose labels are probably wrong, and put them right')
      .argument('<run>', 'run folder, or the name of a run')
      .option('--relabel <digest=label...>', 'Give texts another label')
      .option('--leave-out <digest...>', 'Leave texts out')
      .option('--undo <digest...>', 'Take corrections back')
      .option('--offset <count>', 'How many to pass over', '0')
      .option('--limit <count>', 'How many to show', '20'),
    (options, run) => desk(session, run, options),
  )
  does(
    add('report', 'Write the model card and the report of a run anew: figures and labels, none of its texts')
      .argument('<run>', 'run folder, or the name of a run')
      .option('--out <file>', 'One of them as a new file, .html or .md'),
    (options, run) => report(session, run, options),
  )
  does(
    add('abstain', 'Keep with a run below which confidence it is unsure instead of answering')
      .argument('<run>', 'run folder, or the name of a run')
      .argument('<confidence>', 'between 0 and 1, such as 0.8; or off'),
    (_, run, below) => abstain(session, run, below),
  )
  const models = add('models', 'List the models on this machine, download one, remove one')
  does(models, () => showModels(session))
  does(
    add('add', 'Download a model from the Hugging Face hub', [], models)
      .argument('<name>', 'its name there, such as distilbert-base-uncased')
      .option('--revision <revision>', 'Branch, tag or commit', 'main'),
    (options, name) => addToModels(session, name, options.revision),
  )
  does(add('remove', 'Delete a downloaded model', [], models).argument('<name>', 'as `models` lists it'), (_, name) =>
    removeFromModels(session, name),
  )
  const cache = add('cache', 'Show what the computed features take on the disk, or delete them')
  does(cache, () => showCache(session))
  does(add('clear', 'Delete the features that no run works with', [], cache), () => clearCache(session))
  does(add('demo', 'Fine-tune the bundled model on the sample reviews, in a minute'), () => demo(session))
  does(
    add('serve', 'Show the window in a browser, for machines without a screen')
      .option('--port <number>', 'Port to listen on (a free one)')
      .option('--roots <folder...>', 'Folders that the page may look into (your home folder)')
      .option('--host <address>', 'Address to listen on other than 127.0.0.1; needs a password')
      .option('--password-file <file>', 'File that holds the password')
      .option('--open', "Open it in this machine's browser"),
    (options) => serve(session, options),
  )
  does(
    add('setup', 'Install native TensorFlow, which is faster than WebAssembly and can use a GPU')
      .addOption(gpuOption())
      .option('--remove', 'Remove it')
      .option('--once', 'Do nothing if it has been installed, removed or tried in vain before'),
    (options) => setup(session, options),
  )
  does(add('doctor', 'Show what computes here, and whether it computes rightly'), () => doctor(session))
  does(add('diagnostics', 'Print what a report of a defect needs: no texts, labels or paths are in it'), () =>
    diagnostics(session),
  )
  return program
}
