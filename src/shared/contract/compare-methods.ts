import { z } from 'zod';
import {
  comparedWindowSchema,
  comparisonRequestSchema,
  type ComparedDistributions,
  type Comparison,
  type RunTrend,
  type SavedComparison,
} from '../model/comparison.ts';
import type { LatencyCurve } from '../model/latency.ts';
import { method } from './method.ts';

const id = z.number().int().positive();

/** Samples whose distribution is looked at: a transaction of one run, or of several runs together. */
const severalRunsSchema = z.strictObject({
  runs: z
    .array(z.strictObject({ runId: id, window: comparedWindowSchema }))
    .min(1)
    .max(100),
  /** Null: all counted samples. Runs without a transaction of this label are left out. */
  label: z.string().max(10_000).nullable(),
});
const distributionSideSchema = z.union([
  z.strictObject({ runId: id, transactionId: id.nullable(), window: comparedWindowSchema }),
  severalRunsSchema,
]);
export type DistributionSideParams = z.infer<typeof distributionSideSchema>;

/** Baseline against candidate, and runs of one history. */
export const compareMethods = {
  /** Progress comes as events `compare.progress` with this token. */
  'compare.run': method<Comparison>()(
    z.strictObject({ request: comparisonRequestSchema, token: z.string().max(64) }),
  ),
  /** One transaction of each side (null: all counted samples). */
  'compare.distributions': method<ComparedDistributions>()(
    z.strictObject({
      baseline: distributionSideSchema,
      candidate: distributionSideSchema,
      margin: z.number().positive().max(10),
    }),
  ),
  /** Percentile curve of the successful samples of several runs together; of one run it is `latency.curve`. */
  'compare.curve': method<LatencyCurve>()(
    z.strictObject({ side: severalRunsSchema, maxPoints: z.number().int().min(10).max(5000) }),
  ),
  'compare.trend': method<RunTrend>()(
    z.strictObject({ runIds: z.array(id).min(1).max(1000), label: z.string().max(10_000).nullable() }),
  ),

  'comparisons.list': method<readonly SavedComparison[]>()(z.strictObject({})),
  /** Without `id` a new one. */
  'comparisons.save': method<SavedComparison>()(
    z.strictObject({
      id: id.nullable(),
      name: z.string().trim().min(1).max(200),
      request: comparisonRequestSchema,
    }),
  ),
  'comparisons.remove': method<readonly SavedComparison[]>()(z.strictObject({ id })),
} as const;
