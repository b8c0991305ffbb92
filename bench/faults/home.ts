import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { correctionsOf } from '../../src/main/run-files/corrections-file.ts'
import { writeStored } from '../../src/main/disk/stored-json.ts'
import { isSwitchedOffline, settingsNotices } from '../../src/main/host/offline-switch.ts'
import { bundledModel, defaultPlaces, webSettingsPath } from '../../src/main/host/paths.ts'
import { changeCorrections } from '../../src/main/host/runs/corrections.ts'
import { keepAbstention } from '../../src/main/host/runs/abstention.ts'
import { listRuns } from '../../src/main/host/runs/run-list.ts'
import { readRun } from '../../src/main/host/runs/run-record.ts'
import { TrainerHost } from '../../src/main/host/trainer/start.ts'
import { settingsFile } from '../../src/main/web/settings-file.ts'
import { interruption } from '../../src/shared/errors.ts'
import { parseRecipe } from '../../src/shared/recipe.ts'
import { settings } from '../../src/shared/settings.ts'

const texts = Array.from({ length: 80 }, (_, i) => {
  const [word, label] = i % 2 === 0 ? ['wonderful', 'pos'] : ['terrible', 'neg']
  return `The plot of number ${i} was ${word} they say ${'so '.repeat(i % 9)},${i % 11 === 0 ? 'pos' : label}\n`
})
const asked = ['A wonderful plot.', 'Number 3 was terrible, they say.']
const query = { kind: 'all', label: null, answer: null, search: '', offset: 0, limit: 100 } as const

/** What a program is asked for; what it answers is compared. */
export type View = 'list' | 'run' | 'report' | 'answers' | 'compare' | 'predict' | 'desk' | 'corrections' | 'settings' | 'finetune' | 'resume' // prettier-ignore

/**
 * A home with two finished runs, label errors and corrections of one of them, a run that was broken off, and settings; and
 * a copy of it to begin each trial from.
 */
export class Home {
  readonly #trainer = new TrainerHost({ entry: join(import.meta.dirname, '..', '..', 'out', 'main', 'trainer.js') })
  readonly #home: string
  readonly #copy: string

  constructor(folder: string) {
    this.#home = join(folder, 'home')
    this.#copy = join(folder, 'copy')
  }

  async make(): Promise<void> {
    mkdirSync(this.#home, { recursive: true })
    writeFileSync(join(this.#home, 'reviews.csv'), `text,label\n${texts.join('')}`)
    for (const [name, seed] of [
      ['one', 1],
      ['two', 2],
    ] as const) {
      await this.#trainer.run('finetune', { recipe: this.#recipe(seed), places: this.#places, out: this.#run(name) })
    }
    await this.show('desk')
    const [first] = (await this.#trainer.run('testAnswers', { run: this.#run('one'), query })).answers
    await changeCorrections(this.#run('one'), [
      { digest: first?.digest ?? '', label: 'pos', text: null, isLeftOut: false },
    ])
    await keepAbstention(this.#run('one'), 0.6)
    await this.#breakOff()
    settingsFile(webSettingsPath(this.#places)).write(settings.parse({ recipe: this.#recipe(1), offline: true }))
    writeStored(join(this.#home, 'offline.json'), { offline: true })
    cpSync(this.#home, this.#copy, { recursive: true })
  }

  /** Makes everything as it was. */
  restore(): void {
    rmSync(this.#home, { recursive: true, force: true })
    cpSync(this.#copy, this.#home, { recursive: true })
  }

  /** The files, by their paths in the home. */
  files(): string[] {
    return readdirSync(this.#copy, { recursive: true, encoding: 'utf8' })
      .filter((path) => statSync(join(this.#copy, path)).isFile() && statSync(join(this.#copy, path)).size > 0)
      .filter((path) => path !== 'reviews.csv')
      .sort()
  }

  pathOf(file: string): string {
    return join(this.#home, file)
  }

  /** The answer to a question, without what differs from run to run. @throws what the program says instead */
  async show(view: View): Promise<unknown> {
    const [run, second] = [this.#run('one'), this.#run('two')]
    switch (view) {
      case 'list':
        return listRuns(join(this.#home, 'runs'))
      case 'run':
        return readRun(run, false)
      case 'report':
        return (await this.#trainer.run('report', { run })).facts
      case 'answers':
        return this.#trainer.run('testAnswers', { run, query })
      case 'compare':
        return this.#trainer.run('compareRuns', { first: run, second })
      case 'predict':
        return this.#trainer.run('predict', { model: run, texts: asked, files: [] })
      case 'desk':
        return this.#trainer.run('desk', { run, places: this.#places, offset: 0, limit: 100 })
      case 'corrections':
        return correctionsOf(run)
      case 'settings':
        return {
          settings: settingsFile(webSettingsPath(this.#places)).read(),
          offline: isSwitchedOffline(this.#places, { LASTLAYER_HOME: this.#home }),
          damaged: settingsNotices(this.#places, { LASTLAYER_HOME: this.#home }),
        }
      case 'finetune': {
        const out = this.#run('three')
        const report = await this.#trainer.run('finetune', { recipe: this.#recipe(1), places: this.#places, out })
        return { after: report.after, before: report.before, weights: digestOf(out) }
      }
      case 'resume': {
        const broken = this.#run('broken')
        const report = await this.#trainer.run('resume', { run: broken, places: this.#places })
        return { after: report.after, before: report.before, weights: digestOf(broken) }
      }
    }
  }

  close(): Promise<void> {
    return this.#trainer.close()
  }

  async #breakOff(): Promise<void> {
    const broken = new AbortController()
    const run = this.#run('broken')
    await this.#trainer
      .run(
        'finetune',
        { recipe: { ...this.#recipe(3), epochs: 3 }, places: this.#places, out: run },
        {
          signal: broken.signal,
          onEvent: (event) => {
            if (event.kind === 'step' && event.epoch === 3) broken.abort(interruption())
          },
        },
      )
      .catch(() => undefined)
    if (!existsSync(join(run, 'checkpoint'))) throw new Error(`${relative(this.#home, run)} has no checkpoint.`)
  }

  get #places() {
    return defaultPlaces({ LASTLAYER_HOME: this.#home })
  }

  #run(name: string): string {
    return join(this.#home, 'runs', name)
  }

  #recipe(seed: number) {
    const dataset = join(this.#home, 'reviews.csv')
    const model = bundledModel()
    return parseRecipe({ dataset, model, seed, learningRate: 1e-3, epochs: 2, batchSize: 8, maxLength: 48, keep: 'last', patience: 0 }) // prettier-ignore
  }
}

function digestOf(run: string): string {
  const weights = readFileSync(join(run, 'model', 'model.safetensors'))
  return createHash('sha256').update(weights).digest('hex')
}
