import { z } from 'zod';
import { apdexModes, DEFAULT_APDEX_MODE, DEFAULT_APDEX_T_MS, type ApdexMode } from './statistics.ts';

/** The Apdex specification marks scores of fewer samples. */
export const APDEX_SMALL_SAMPLE = 100;

/** A threshold T: above 0 ms, and at most an hour. */
export const apdexTSchema = z.number().positive().max(3_600_000);

export const apdexThresholdsSchema = z
  .array(z.strictObject({ label: z.string().min(1).max(100_000), tMs: apdexTSchema }))
  .max(10_000)
  .refine(
    (thresholds) => new Set(thresholds.map(({ label }) => label)).size === thresholds.length,
    'a label has one threshold',
  );
/** Thresholds of transactions that have one of their own, by label. */
export type ApdexThresholds = z.infer<typeof apdexThresholdsSchema>;

export const apdexSettingsSchema = z.strictObject({
  /** T of every transaction that has none of its own. */
  tMs: apdexTSchema,
  mode: z.enum(apdexModes),
  thresholds: apdexThresholdsSchema,
});
/** What the Apdex of a workspace is judged by (method E9). */
export type ApdexSettings = z.infer<typeof apdexSettingsSchema>;

export const DEFAULT_APDEX_SETTINGS: ApdexSettings = {
  tMs: DEFAULT_APDEX_T_MS,
  mode: DEFAULT_APDEX_MODE,
  thresholds: [],
};

/** Looks T up, ms. */
export function apdexThresholds({
  tMs,
  thresholds,
}: Pick<ApdexSettings, 'tMs' | 'thresholds'>): (label: string) => number {
  const own = new Map(thresholds.map((threshold) => [threshold.label, threshold.tMs]));
  return (label) => own.get(label) ?? tMs;
}

/** What a summary was asked to judge by; what it does not say is as the workspace has it. */
export interface ApdexQuestion {
  readonly apdexTMs?: number | undefined;
  readonly apdexMode?: ApdexMode | undefined;
  readonly apdexThresholds?: ApdexThresholds | undefined;
}

/** A question that names a T is answered by what it says alone. */
export function apdexSettingsOf(question: ApdexQuestion, workspace: ApdexSettings): ApdexSettings {
  if (question.apdexTMs !== undefined)
    return {
      tMs: question.apdexTMs,
      mode: question.apdexMode ?? DEFAULT_APDEX_MODE,
      thresholds: question.apdexThresholds ?? [],
    };
  return {
    tMs: workspace.tMs,
    mode: question.apdexMode ?? workspace.mode,
    thresholds: question.apdexThresholds ?? workspace.thresholds,
  };
}

/** The question that says all of it. */
export function apdexQuestionOf({ tMs, mode, thresholds }: ApdexSettings): Required<ApdexQuestion> {
  return { apdexTMs: tMs, apdexMode: mode, apdexThresholds: thresholds };
}
