const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Steps that people count time in. */
const steps: readonly number[] = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 15, 30].map((n) => n * SECOND),
  ...[1, 2, 3, 5, 6, 10, 15, 20, 30].map((n) => n * MINUTE),
  ...[1, 2, 3, 6, 12].map((n) => n * HOUR),
  ...[1, 2, 5, 10, 20, 50, 100].map((n) => n * DAY),
];

export interface TimeTicks {
  readonly stepMs: number;
  readonly valuesMs: readonly number[];
}

/** Ticks of elapsed time in `[fromMs, toMs]`, at most `count` of them. */
export function timeTicks(fromMs: number, toMs: number, count: number): TimeTicks {
  const wanted = (toMs - fromMs) / Math.max(1, count);
  const stepMs = steps.find((step) => step >= wanted) ?? steps[steps.length - 1]!;
  const first = Math.ceil(fromMs / stepMs);
  const last = Math.floor(toMs / stepMs);
  return {
    stepMs,
    valuesMs: Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => (first + i) * stepMs),
  };
}
