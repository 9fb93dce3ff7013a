/** Gunther's universal scalability law X(N) = γN ÷ (1 + α(N−1) + βN(N−1)) (method E5). */
export interface ScalabilityLaw {
  /** Throughput of one user alone. */
  readonly gamma: number;
  /** Contention: the share of the work that waits for others. */
  readonly alpha: number;
  /** Crosstalk: what everybody has to agree on with everybody. */
  readonly beta: number;
}

/** Throughput with `n` users. */
export function scalabilityAt({ gamma, alpha, beta }: ScalabilityLaw, n: number): number {
  return (gamma * n) / (1 + alpha * (n - 1) + beta * n * (n - 1));
}
