import { shellWord, table } from './format.ts'

/** What can be done with a finished run, as commands. @param corrected the run whose corrections it learned from */
export function nextSteps(run: string, corrected: string | null = null): string[] {
  const name = shellWord(run)
  const steps = [
    ...(corrected === null ? [] : [['what the corrections gain', `runs --compare ${shellWord(corrected)} ${name}`]]),
    ['try it', `predict ${name} "Your text"`],
    ['what it still has wrong', `runs errors ${name}`],
    ['labels that may be wrong', `desk ${name}`],
    ['on other texts', `evaluate ${name} DATASET`],
  ]
  return [
    'Go on:',
    ...table(
      '<<',
      steps.map(([about = '', command = '']) => [`  ${about}`, `npm run lastlayer -- ${command}`]),
    ),
  ]
}
