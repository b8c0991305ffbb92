import type { Head } from '../model/families/family.ts'
import type { TrainedTensor } from '../model/save-model.ts'

/**
 * A model's tensors with the temperature in its classifier: every program that reads it has logits divided by it, and so
 * the calibrated probabilities, without a word. The likeliest label stays the same.
 */
export function foldTemperature(
  tensors: ReadonlyMap<string, TrainedTensor>,
  { classifier }: Pick<Head, 'classifier'>,
  temperature: number,
): Map<string, TrainedTensor> {
  const folded = new Map(tensors)
  for (const name of [classifier.weight, classifier.bias]) {
    const tensor = tensors.get(name)
    if (tensor) folded.set(name, { ...tensor, data: tensor.data.map((value) => value / temperature) })
  }
  return folded
}
