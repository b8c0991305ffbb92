/**
 * The two-sided exact p-value of McNemar's test (1947): the chance of at least so uneven a division of the texts of which
 * only one of two classifiers is right, were both alike.
 * @param onlyFirst @param onlySecond texts that only the first, or only the second, has right
 */
export function mcnemar(onlyFirst: number, onlySecond: number): number {
  const total = onlyFirst + onlySecond
  const fewer = Math.min(onlyFirst, onlySecond)
  // The binomial of `fewer` as a logarithm, which the chance of thousands of texts is too small for otherwise.
  let logarithm = -total * Math.LN2
  for (let i = 1; i <= fewer; i++) logarithm += Math.log((total - fewer + i) / i)
  let [sum, term] = [0, 1]
  for (let k = fewer; k >= 0 && term > 0; k--) {
    sum += term
    term *= k / (total - k + 1)
  }
  return Math.min(1, 2 * Math.exp(logarithm + Math.log(sum)))
}
