import { bundledModel } from '../../host/paths.ts'
import { shellWord } from '../screen/format.ts'

export const clusters = ['slurm', 'kubernetes'] as const
export type Cluster = (typeof clusters)[number]

interface Job {
  readonly dataset: string
  /** The folder of the model. */
  readonly model: string
  readonly store: string
  /** Parts, each a task of its own. */
  readonly jobs: number
  /** Further flags of `features`. */
  readonly flags: readonly string[]
}

/** A job that computes all parts, ready to be submitted: a Slurm array, or an Indexed Job of Kubernetes. */
export function clusterJob(cluster: Cluster, job: Job): string {
  return { slurm, kubernetes }[cluster](job)
}

function commandOf({ dataset, model, store, flags }: Job): string[] {
  const named = model === bundledModel() ? [] : ['--model', model]
  return ['features', dataset, '--store', store, ...named, ...flags]
}

function slurm(job: Job): string {
  const { jobs } = job
  const words = commandOf(job).map(shellWord).join(' ')
  return `#!/bin/sh
#SBATCH --job-name=lastlayer-features
#SBATCH --array=0-${jobs - 1}
#SBATCH --cpus-per-task=4
#SBATCH --mem=4G
#SBATCH --requeue
# Submit it from the folder of Lastlayer, on a disk that all nodes see. A task that runs again computes only what is missing.
npm run --silent lastlayer -- ${words} --shard "$SLURM_ARRAY_TASK_ID/${jobs}"`
}

function kubernetes(job: Job): string {
  const { jobs } = job
  const words = [...commandOf(job), '--shard', `$(JOB_COMPLETION_INDEX)/${jobs}`]
  return `# An image from resources/worker/Dockerfile, and a volume that holds the dataset, the model and the store at their paths.
# A task that runs again computes only what is missing.
apiVersion: batch/v1
kind: Job
metadata:
  name: lastlayer-features
spec:
  completionMode: Indexed
  completions: ${jobs}
  parallelism: ${jobs}
  backoffLimitPerIndex: 3
  maxFailedIndexes: ${jobs}
  podReplacementPolicy: Failed
  template:
    spec:
      restartPolicy: Never
      containers:
        - name: worker
          image: lastlayer-worker
          args: ${JSON.stringify(words)}
          resources:
            requests: { cpu: "2", memory: 4Gi }
            limits: { memory: 4Gi }
          volumeMounts:
            - { name: shared, mountPath: /shared }
      volumes:
        - name: shared
          persistentVolumeClaim:
            claimName: shared`
}
