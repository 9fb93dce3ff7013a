import { z } from 'zod';
import type {
  CorrectedCurve,
  HonestyItem,
  Incident,
  PercentileIntervals,
  TransactionModes,
} from '../model/diagnostics.ts';
import { sampleFilterSchema } from '../model/filter.ts';
import { phaseSpanSchema, type PhaseReport } from '../model/phases.ts';
import { method } from './method.ts';

const runId = z.number().int().positive();
const percentiles = z.array(z.number().min(0).max(100)).min(1).max(32);

/** What a run is, and how far it can be trusted. */
export const diagnosticsMethods = {
  'phases.get': method<PhaseReport>()(z.strictObject({ runId })),
  /** Spans that a person set; what they leave out keeps the kind that Loadstone found. */
  'phases.set': method<PhaseReport>()(
    z.strictObject({ runId, phases: z.array(phaseSpanSchema).min(1).max(500) }),
  ),
  /** Back to what Loadstone finds. */
  'phases.reset': method<PhaseReport>()(z.strictObject({ runId })),

  'diagnostics.honesty': method<readonly HonestyItem[]>()(z.strictObject({ runId })),
  'diagnostics.incidents': method<readonly Incident[]>()(z.strictObject({ runId })),
  'diagnostics.modes': method<readonly TransactionModes[]>()(z.strictObject({ filter: sampleFilterSchema })),
  'diagnostics.intervals': method<PercentileIntervals>()(
    z.strictObject({ filter: sampleFilterSchema, percentiles }),
  ),
  /** Opt-in: see {@link CorrectedCurve}. */
  'diagnostics.corrected': method<CorrectedCurve>()(
    z.strictObject({ filter: sampleFilterSchema, maxPoints: z.number().int().min(10).max(5000) }),
  ),
} as const;
