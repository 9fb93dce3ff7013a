import { z } from 'zod';
import {
  comparedWindowSchema,
  comparisonRequestSchema,
  type ComparedDistributions,
  type Comparison,
  type RunTrend,
  type SavedComparison,
} from '../model/comparison.ts';
import { method } from './method.ts';

const id = z.number().int().positive();

/** Baseline against candidate, and runs of one history. */
export const compareMethods = {
  /** Progress comes as events `compare.progress` with this token. */
  'compare.run': method<Comparison>()(
    z.strictObject({ request: comparisonRequestSchema, token: z.string().max(64) }),
  ),
  /** Two runs, one transaction of each (null: all counted samples). */
  'compare.distributions': method<ComparedDistributions>()(
    z.strictObject({
      baseline: z.strictObject({ runId: id, transactionId: id.nullable(), window: comparedWindowSchema }),
      candidate: z.strictObject({ runId: id, transactionId: id.nullable(), window: comparedWindowSchema }),
      margin: z.number().positive().max(10),
    }),
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
