import { z } from 'zod';
import type { Capacity } from '../model/capacity.ts';
import { timeSpanSchema } from '../model/filter.ts';
import type { SoakReport, SoakSeries } from '../model/soak.ts';
import { method } from './method.ts';

const runId = z.number().int().positive();

/** What load a system takes, and what long load does to it. */
export const capacityMethods = {
  'capacity.get': method<Capacity>()(
    z.strictObject({
      runId,
      /** Gain of throughput per 10 % of load below which it is saturated; 0.05 where left out. */
      gain: z.number().min(0).max(0.1).optional(),
    }),
  ),
  'soak.get': method<SoakReport>()(
    z.strictObject({
      runId,
      /** Null: the longest phase of constant load. */
      span: timeSpanSchema.nullable(),
    }),
  ),
  /** What one of the trends was looked for in. */
  'soak.series': method<SoakSeries>()(
    z.strictObject({
      runId,
      span: timeSpanSchema,
      trend: z.discriminatedUnion('kind', [
        z.strictObject({
          kind: z.literal('latency'),
          /** Null: all counted samples together. */
          transactionId: z.number().int().nonnegative().nullable(),
          figure: z.enum(['p50', 'p95']),
        }),
        z.strictObject({
          kind: z.literal('resource'),
          metric: z.string().min(1).max(1000),
          host: z.string().max(1000).nullable(),
        }),
      ]),
    }),
  ),
} as const;
