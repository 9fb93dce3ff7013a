import { z } from 'zod';

export const outcomes = ['all', 'ok', 'failed'] as const;
export type Outcome = (typeof outcomes)[number];

/** Half-open span `[fromMs, toMs)` in milliseconds since the start of the run. */
export const timeSpanSchema = z
  .object({ fromMs: z.number(), toMs: z.number() })
  .refine((span) => span.toMs >= span.fromMs, 'toMs must not lie before fromMs');
export type TimeSpan = z.infer<typeof timeSpanSchema>;

/**
 * Which samples of one run a question is about. Serialisable: it is the cache key of every result.
 * `transactions: null` means the counted samples of the run (see `Run.countedKind`); an explicit list
 * means exactly these, whatever their kind.
 */
export const sampleFilterSchema = z.strictObject({
  runId: z.number().int().positive(),
  time: timeSpanSchema.nullable(),
  transactions: z.array(z.number().int().nonnegative()).nullable(),
  outcome: z.enum(outcomes),
});
export type SampleFilter = z.infer<typeof sampleFilterSchema>;

export function wholeRun(runId: number): SampleFilter {
  return { runId, time: null, transactions: null, outcome: 'all' };
}

/** Stable text of a filter: equal filters give equal texts, whatever the order of their transactions. */
export function filterKey(filter: SampleFilter): string {
  const transactions =
    filter.transactions === null ? '*' : [...filter.transactions].sort((a, b) => a - b).join(',');
  const time = filter.time === null ? '*' : `${filter.time.fromMs}~${filter.time.toMs}`;
  return `${filter.runId}|${time}|${transactions}|${filter.outcome}`;
}
