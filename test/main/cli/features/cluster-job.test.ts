import { expect, test } from 'vitest'
import { clusterJob } from '../../../../src/main/cli/features/cluster-job.ts'
import { partOf } from '../../../../src/main/cli/features/features.ts'

const job = {
  dataset: '/shared/my reviews',
  model: '/shared/model',
  store: '/shared/store',
  jobs: 12,
  flags: ['--max-length', '128'],
}

test('A Slurm array has a task for each part, and quotes what a shell would take apart', () => {
  const text = clusterJob('slurm', job)
  expect(text).toContain('#SBATCH --array=0-11\n')
  expect(text).toContain(
    `features '/shared/my reviews' --store /shared/store --model /shared/model --max-length 128 --shard "$SLURM_ARRAY_TASK_ID/12"`,
  )
})

test('A job of Kubernetes gives each index its part, and tries a failed one again', () => {
  const text = clusterJob('kubernetes', job)
  expect(text).toContain('completions: 12\n')
  expect(text).toContain('backoffLimitPerIndex: 3\n')
  expect(text).toContain('podReplacementPolicy: Failed\n')
  const [, args = '[]'] = /args: (\[.*\])/.exec(text) ?? []
  expect(JSON.parse(args)).toEqual([
    'features',
    ...['/shared/my reviews', '--store', '/shared/store', '--model', '/shared/model', '--max-length', '128'],
    ...['--shard', '$(JOB_COMPLETION_INDEX)/12'],
  ])
})

test.each([
  ['0/1', { index: 0, of: 1 }],
  ['7/8', { index: 7, of: 8 }],
])('%s is a part', (text, part) => expect(partOf(text)).toEqual(part))

test.each(['8/8', '1', '-1/8', '1/0', 'a/b', '1/8/2'])('%s is no part, and says what is', (text) => {
  expect(() => partOf(text)).toThrow(`--shard takes a part such as 0/8 to 7/8, not ${text}.`)
})
