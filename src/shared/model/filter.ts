import { z } from 'zod';

export const outcomes = ['all', 'ok', 'failed'] as const;
export type Outcome = (typeof outcomes)[number];

/** Half-open span `[fromMs, toMs)` in milliseconds since the start of the run. */
export const timeSpanSchema = z
  .object({ fromMs: z.number(), toMs: z.number() })
  .refine((span) => span.toMs >= span.fromMs, 'toMs must not lie before fromMs');
export type TimeSpan = z.infer<typeof timeSpanSchema>;

/**
 * What is selected of a run's time: the span from the first selected instant to the last, without the gaps. Two spans are the
 * span around both with what lies between them as a gap. Gaps are ascending, apart from each other, and inside of the span.
 */
export const selectedTimeSchema = z
  .object({ fromMs: z.number(), toMs: z.number(), gaps: z.array(timeSpanSchema).max(100).optional() })
  .refine((span) => span.toMs >= span.fromMs, 'toMs must not lie before fromMs')
  .refine(
    ({ fromMs, toMs, gaps = [] }) =>
      gaps.every((gap, i) => gap.fromMs >= (gaps[i - 1]?.toMs ?? fromMs) && gap.toMs <= toMs),
    'gaps must be ascending, apart, and inside of the span',
  );
export type SelectedTime = z.infer<typeof selectedTimeSchema>;

/** Half-open band `[fromMs, toMs)` of response times; `toMs` null has no upper end. */
export const latencyBandSchema = z
  .strictObject({ fromMs: z.number().nonnegative(), toMs: z.number().nullable() })
  .refine((band) => band.toMs === null || band.toMs >= band.fromMs, 'toMs must not lie below fromMs');
export type LatencyBand = z.infer<typeof latencyBandSchema>;

/**
 * Samples whose `field` has one of `values` (`not`: none of them); null is a sample that has no such value.
 * Fields: `code`, `failure` (what the list of errors says of a failed sample), `method`, `thread`, `thread-group` (the name
 * of the thread without the number at its end), `source` (its name), and `tag:<key>` for each tag of the run.
 */
export const conditionSchema = z.strictObject({
  field: z.string().min(1).max(300),
  values: z.array(z.string().max(10_000).nullable()).min(1).max(1000),
  not: z.boolean(),
});
export type Condition = z.infer<typeof conditionSchema>;

/**
 * Which samples of one run a question is about. Serialisable: it is the cache key of every result.
 * `transactions: null` means the counted samples of the run (see `Run.countedKind`); an explicit list
 * means exactly these, whatever their kind.
 */
export const sampleFilterSchema = z.strictObject({
  runId: z.number().int().positive(),
  time: selectedTimeSchema.nullable(),
  transactions: z.array(z.number().int().nonnegative()).nullable(),
  outcome: z.enum(outcomes),
  latency: latencyBandSchema.nullable(),
  /** All of them hold. */
  conditions: z.array(conditionSchema).max(50),
});
export type SampleFilter = z.infer<typeof sampleFilterSchema>;

export function wholeRun(runId: number): SampleFilter {
  return { runId, time: null, transactions: null, outcome: 'all', latency: null, conditions: [] };
}

/** Stable text of a filter: equal filters give equal texts, whatever the order of transactions, conditions and values. */
export function filterKey(filter: SampleFilter): string {
  const transactions =
    filter.transactions === null ? '*' : [...filter.transactions].sort((a, b) => a - b).join(',');
  const time = timeKey(filter.time);
  const latency = filter.latency === null ? '*' : `${filter.latency.fromMs}~${filter.latency.toMs ?? ''}`;
  return `${filter.runId}|${time}|${transactions}|${filter.outcome}|${latency}|${conditionsKey(filter.conditions)}`;
}

/** Equal texts for equal times. */
export function timeKey(time: SelectedTime | null): string {
  if (time === null) return '*';
  const gaps = (time.gaps ?? []).map(({ fromMs, toMs }) => `-${fromMs}~${toMs}`);
  return `${time.fromMs}~${time.toMs}${gaps.join('')}`;
}

export function conditionsKey(conditions: readonly Condition[]): string {
  const texts = conditions.map(({ field, values, not }) =>
    JSON.stringify([field, not, values.map((value) => JSON.stringify(value)).sort()]),
  );
  return texts.sort().join();
}
