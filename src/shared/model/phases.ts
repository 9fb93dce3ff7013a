import { z } from 'zod';
import type { TimeSpan } from './filter.ts';

/**
 * What a span of a run's timeline is (methods E1, E2 and E7). `unjudged`: the run is shorter than a plateau must be, so
 * that nothing tells a steady phase from a warm-up.
 */
export const phaseKinds = ['ramp', 'warm-up', 'steady', 'drift', 'spike', 'recovery', 'unjudged'] as const;
export type PhaseKind = (typeof phaseKinds)[number];

/** Load must be constant for at least so long (method E2). */
export const MIN_PLATEAU_MS = 180_000;

/** As people read them. */
export const phaseNames: Readonly<Record<PhaseKind, string>> = {
  ramp: 'ramp',
  'warm-up': 'warm-up',
  steady: 'steady',
  drift: 'drift',
  spike: 'spike',
  recovery: 'recovery',
  unjudged: 'too short to judge',
};

export const phaseSpanSchema = z
  .strictObject({ kind: z.enum(phaseKinds), fromMs: z.number(), toMs: z.number() })
  .refine(({ fromMs, toMs }) => toMs > fromMs, 'toMs must lie after fromMs');
/** Half-open `[fromMs, toMs)` in milliseconds since the start of the run. */
export type PhaseSpan = z.infer<typeof phaseSpanSchema>;

export interface Phase extends PhaseSpan {
  /** One sentence: why it is that. */
  readonly reason: string;
  /** A person set it; the others are as Loadstone found them. */
  readonly edited: boolean;
}

export const loadKinds = ['threads', 'in-flight', 'rate'] as const;
export type LoadKind = (typeof loadKinds)[number];

export const testTypes = ['smoke', 'load', 'stress', 'spike', 'soak'] as const;
export type TestType = (typeof testTypes)[number];

/** How load that rises suddenly was survived (method E7). */
export interface Spike {
  readonly span: TimeSpan;
  readonly baselineP95Ms: number;
  readonly peakP95Ms: number;
  /** From the end of the spike until response times were normal for 30 s; null: not within the run. */
  readonly recoveryMs: number | null;
  /** For how long recovery was waited for, where it did not come. */
  readonly waitedMs: number;
  /** Failures above the rate before the spike, from its start until recovery or the end of waiting. */
  readonly excessFailures: number;
  /** Most requests that were under way above the number before the spike: what the system owed. */
  readonly backlog: number;
}

/** Phases of a run: found by Loadstone, or as a person set them. They cover the run without gaps or overlaps. */
export interface PhaseReport {
  readonly phases: readonly Phase[];
  /** A person set them. */
  readonly edited: boolean;
  /** The longest steady phase; null where no steady state was found. */
  readonly steady: TimeSpan | null;
  /** Why there is no steady state, or what limits it; null where there is nothing to say. */
  readonly note: string | null;
  /** What stood for the load: threads as the tool wrote them, requests in flight, or requests started per second. */
  readonly load: LoadKind | null;
  /** Empty where nothing can be said. */
  readonly testTypes: readonly TestType[];
  readonly testTypeReasons: readonly string[];
  readonly spikes: readonly Spike[];
}
