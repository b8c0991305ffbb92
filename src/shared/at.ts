/**
 * An element that must be there.
 * @throws RangeError if it is not, which is a defect of ours
 */
export function at<T>(values: ArrayLike<T>, index: number): T {
  const value = values[index]
  if (value === undefined) throw new RangeError(`There is no element ${index} of ${values.length}.`)
  return value
}
