import { z } from 'zod';
import {
  sampleOrders,
  savedSelectionSchema,
  type ConditionField,
  type SamplePage,
  type SavedSelection,
  type TailReport,
} from '../model/drill-down.ts';
import { sampleFilterSchema } from '../model/filter.ts';
import type { CodeSeries, PartSeries } from '../model/latency.ts';
import { method } from './method.ts';

const id = z.number().int().positive();
const filter = sampleFilterSchema;
const maxBuckets = z.number().int().min(10).max(5000);

/** Views of a selection beyond its percentiles, and down to its samples. */
export const exploreMethods = {
  'latency.samples': method<SamplePage>()(
    z.strictObject({
      filter,
      order: z.enum(sampleOrders),
      descending: z.boolean(),
      offset: z.number().int().nonnegative(),
      limit: z.number().int().min(1).max(5000),
    }),
  ),
  /** What the slowest `share` of the selection has more of than the rest: of each field at most `limit` values. */
  'latency.tail': method<TailReport>()(
    z.strictObject({
      filter,
      share: z.number().positive().max(0.5),
      limit: z.number().int().min(1).max(500),
      /** `places`: only what says where a sample was made or served; all where left out. */
      fields: z.enum(['all', 'places']).optional(),
    }),
  ),
  'latency.fields': method<readonly ConditionField[]>()(
    z.strictObject({ runId: id, maxValues: z.number().int().min(1).max(1000) }),
  ),
  'latency.codes': method<CodeSeries>()(
    z.strictObject({ filter, maxBuckets, maxCodes: z.number().int().min(1).max(50) }),
  ),
  'latency.parts': method<PartSeries>()(z.strictObject({ filter, maxBuckets })),

  'selections.list': method<readonly SavedSelection[]>()(z.strictObject({})),
  /** A name that is taken is written over. */
  'selections.save': method<readonly SavedSelection[]>()(
    z.strictObject({ name: z.string().trim().min(1).max(200), selection: savedSelectionSchema }),
  ),
  'selections.remove': method<readonly SavedSelection[]>()(z.strictObject({ id })),
} as const;
