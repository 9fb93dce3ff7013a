/**
 * The rising curve that lies closest to the values by weighted least squares: pool adjacent violators (Ayer et al. 1955;
 * methods E4). Values are in the order of what they are expected to rise with.
 * @param weights positive; as long as `values`
 */
export function isotonic(values: ArrayLike<number>, weights: ArrayLike<number>): Float64Array {
  interface Pool {
    readonly mean: number;
    readonly weight: number;
    readonly length: number;
  }
  const pools: Pool[] = [];
  for (let i = 0; i < values.length; i++) {
    let pool: Pool = { mean: values[i]!, weight: weights[i]!, length: 1 };
    for (let last = pools.at(-1); last !== undefined && last.mean >= pool.mean; last = pools.at(-1)) {
      pools.pop();
      const weight = last.weight + pool.weight;
      pool = {
        mean: (last.mean * last.weight + pool.mean * pool.weight) / weight,
        weight,
        length: last.length + pool.length,
      };
    }
    pools.push(pool);
  }
  const out = new Float64Array(values.length);
  let at = 0;
  for (const { mean, length } of pools) {
    out.fill(mean, at, at + length);
    at += length;
  }
  return out;
}
