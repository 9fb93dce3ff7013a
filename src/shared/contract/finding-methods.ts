import { z } from 'zod';
import { comparisonRequestSchema } from '../model/comparison.ts';
import { findingSettingsSchema, type FindingList } from '../model/finding.ts';
import { method } from './method.ts';

const id = z.number().int().positive();

/** What a run, or a comparison, has to say. */
export const findingMethods = {
  'findings.list': method<FindingList>()(
    z.strictObject({
      /** Empty: findings are of the profiles and snapshots alone. */
      candidate: z.array(id).max(100),
      /** Empty: the candidate on its own. */
      baseline: z.array(id).max(100),
      /** CPU and allocation profiles that belong to the subject. */
      profileIds: z.array(id).max(100).optional(),
      /** Those of them that are of the baseline; others are where their run is. */
      baselineProfileIds: z.array(id).max(100).optional(),
      /** Series of heap snapshots. */
      seriesIds: z.array(id).max(100).optional(),
      /** Thresholds that a person changed; the others have their defaults. */
      settings: findingSettingsSchema.partial().optional(),
      /** What a person set for this comparison. */
      comparison: comparisonRequestSchema
        .pick({ waivers: true, mapping: true, margin: true, margins: true })
        .partial()
        .optional(),
    }),
  ),
} as const;
