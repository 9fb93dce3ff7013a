import { scalabilityAt, type ScalabilityLaw } from '#shared/model/scalability.ts';
import { Random } from './random.ts';

/** The fitted law (method E5). */
export interface ScalabilityFit extends ScalabilityLaw {
  /** Standard errors; null where the points leave nothing to estimate them from. */
  readonly errors: { readonly gamma: number; readonly alpha: number; readonly beta: number } | null;
  /** N at which throughput is highest; Infinity where it only levels out. */
  readonly peakUsers: number;
  /** Highest throughput; with β = 0 what it levels out at, and Infinity with α = 0 too. */
  readonly peak: number;
}

/** Method E5: fewer, or narrower loads do not support a fit. */
const MIN_POINTS = 6;
const MIN_RANGE = 4;
const MIN_BEYOND_LINEAR = 0.1;
const MAX_STEPS = 500;
const PRECISION = 1e-12;

/** Why no law can be fitted to these points; null when one can. N ascending and all different. */
export function scalabilityProblem(n: ArrayLike<number>, x: ArrayLike<number>): string | null {
  const last = n.length - 1;
  if (n.length < MIN_POINTS)
    return `it takes at least ${MIN_POINTS} different loads, and there are ${n.length}`;
  if (n[last]! < MIN_RANGE * n[0]!) return `the highest load must be at least ${MIN_RANGE} times the lowest`;
  const perUser = x[0]! / n[0]!;
  let least = Infinity;
  for (let i = 0; i <= last; i++) least = Math.min(least, x[i]! / n[i]! / perUser);
  if (least > 1 - MIN_BEYOND_LINEAR)
    return 'throughput still rises in proportion to the load, so that nothing tells where it ends';
  return null;
}

/**
 * Weighted nonlinear least squares with α, β ≥ 0 (Levenberg & Marquardt), from the start that method E5 names. The points
 * must support a fit: {@link scalabilityProblem}.
 */
export function fitScalability(
  n: ArrayLike<number>,
  x: ArrayLike<number>,
  weights: ArrayLike<number> = new Float64Array(n.length).fill(1),
  { start = usualStart(n, x), maxSteps = MAX_STEPS }: { start?: ScalabilityLaw; maxSteps?: number } = {},
): ScalabilityFit {
  let best = start;
  let cost = costOf(best, n, x, weights);
  let damping = 1e-3;
  for (let step = 0; step < maxSteps; step++) {
    const { matrix, vector } = normalEquations(best, n, x, weights);
    const moved = solve(damped(matrix, damping), vector);
    if (moved === null) break;
    const next = {
      gamma: Math.max(best.gamma + moved[0]!, 1e-12),
      alpha: Math.max(best.alpha + moved[1]!, 0),
      beta: Math.max(best.beta + moved[2]!, 0),
    };
    const nextCost = costOf(next, n, x, weights);
    if (nextCost <= cost) {
      const done = cost - nextCost <= PRECISION * cost;
      [best, cost, damping] = [next, nextCost, Math.max(damping / 10, 1e-12)];
      if (done) break;
    } else {
      damping *= 10;
      if (damping > 1e12) break;
    }
  }
  return { ...best, errors: standardErrors(best, cost, n, x, weights), ...peakOf(best) };
}

function usualStart(n: ArrayLike<number>, x: ArrayLike<number>): ScalabilityLaw {
  let gamma = 0;
  for (let i = 0; i < n.length; i++) gamma = Math.max(gamma, x[i]! / n[i]!);
  return { gamma, alpha: 0.02, beta: 1e-4 };
}

/** Where throughput is highest, and how high: N* = √((1−α)/β). */
export function peakOf(law: ScalabilityLaw): { readonly peakUsers: number; readonly peak: number } {
  const { gamma, alpha, beta } = law;
  if (beta <= 1e-12) return { peakUsers: Infinity, peak: alpha > 0 ? gamma / alpha : Infinity };
  const peakUsers = Math.max(1, Math.sqrt(Math.max(0, 1 - alpha) / beta));
  return { peakUsers, peak: scalabilityAt(law, peakUsers) };
}

/** 95 % interval of the highest throughput from resampled residuals (method E5). */
export function peakInterval(
  law: ScalabilityLaw,
  n: ArrayLike<number>,
  x: ArrayLike<number>,
  weights: ArrayLike<number>,
  { seed, replicates = 1000 }: { readonly seed: string; readonly replicates?: number },
): readonly [low: number, high: number] {
  const random = new Random(seed);
  const fitted = Float64Array.from(n, (value) => scalabilityAt(law, value));
  // Three parameters make residuals smaller than the errors are.
  const scale = Math.sqrt(n.length / Math.max(1, n.length - 3));
  const root = Float64Array.from(weights, (weight) => Math.sqrt(weight));
  const residuals = Float64Array.from(x, (value, i) => (value - fitted[i]!) * root[i]! * scale);
  const peaks = new Float64Array(replicates);
  for (let r = 0; r < replicates; r++) {
    const drawn = fitted.map((value, i) =>
      Math.max(1e-9, value + residuals[random.below(residuals.length)]! / root[i]!),
    );
    peaks[r] = fitScalability(n, drawn, weights, { start: law, maxSteps: 30 }).peak;
  }
  peaks.sort();
  return [peaks[Math.floor(0.025 * replicates)]!, peaks[Math.ceil(0.975 * replicates) - 1]!];
}

function costOf(
  law: ScalabilityLaw,
  n: ArrayLike<number>,
  x: ArrayLike<number>,
  weights: ArrayLike<number>,
): number {
  let sum = 0;
  for (let i = 0; i < n.length; i++) sum += weights[i]! * (x[i]! - scalabilityAt(law, n[i]!)) ** 2;
  return sum;
}

type Matrix = readonly [number[], number[], number[]];

function normalEquations(
  law: ScalabilityLaw,
  n: ArrayLike<number>,
  x: ArrayLike<number>,
  weights: ArrayLike<number>,
): { matrix: Matrix; vector: number[] } {
  const matrix: Matrix = [
    [0, 0, 0],
    [0, 0, 0],
    [0, 0, 0],
  ];
  const vector = [0, 0, 0];
  for (let i = 0; i < n.length; i++) {
    const users = n[i]!;
    const base = 1 + law.alpha * (users - 1) + law.beta * users * (users - 1);
    const slopes = [
      users / base,
      (-law.gamma * users * (users - 1)) / base ** 2,
      (-law.gamma * users * users * (users - 1)) / base ** 2,
    ];
    const residual = x[i]! - scalabilityAt(law, users);
    for (let a = 0; a < 3; a++) {
      vector[a]! += weights[i]! * slopes[a]! * residual;
      for (let b = 0; b < 3; b++) matrix[a]![b]! += weights[i]! * slopes[a]! * slopes[b]!;
    }
  }
  return { matrix, vector };
}

function damped(matrix: Matrix, damping: number): Matrix {
  return matrix.map((row, a) =>
    row.map((value, b) => (a === b ? value * (1 + damping) : value)),
  ) as unknown as Matrix;
}

/** Cramer's rule for three equations; null where they do not determine the unknowns. */
function solve(matrix: Matrix, vector: readonly number[]): number[] | null {
  const whole = determinant(matrix);
  if (!Number.isFinite(whole) || whole === 0) return null;
  return [0, 1, 2].map(
    (column) =>
      determinant(
        matrix.map((row, a) =>
          row.map((value, b) => (b === column ? vector[a]! : value)),
        ) as unknown as Matrix,
      ) / whole,
  );
}

function determinant([a, b, c]: Matrix): number {
  return (
    a[0]! * (b[1]! * c[2]! - b[2]! * c[1]!) -
    a[1]! * (b[0]! * c[2]! - b[2]! * c[0]!) +
    a[2]! * (b[0]! * c[1]! - b[1]! * c[0]!)
  );
}

function standardErrors(
  law: ScalabilityLaw,
  cost: number,
  n: ArrayLike<number>,
  x: ArrayLike<number>,
  weights: ArrayLike<number>,
): ScalabilityFit['errors'] {
  if (n.length <= 3) return null;
  const { matrix } = normalEquations(law, n, x, weights);
  const spread = cost / (n.length - 3);
  const columns = [0, 1, 2].map((i) =>
    solve(
      matrix,
      [0, 1, 2].map((j) => (i === j ? 1 : 0)),
    ),
  );
  if (columns.some((column) => column === null)) return null;
  const [gamma, alpha, beta] = columns.map((column, i) => Math.sqrt(Math.max(0, column![i]! * spread)));
  return { gamma: gamma!, alpha: alpha!, beta: beta! };
}
