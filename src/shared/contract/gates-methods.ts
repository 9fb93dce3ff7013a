import { z } from 'zod';
import { comparisonRequestSchema } from '../model/comparison.ts';
import type { GatesDocument, GatesEvaluation, NamedBaseline } from '../model/gates.ts';
import { method } from './method.ts';

const runId = z.number().int().positive();
const yaml = z.string().max(1_000_000);
const name = z.string().trim().min(1).max(200);

/** Rules of a project, and runs that others are compared with. */
export const gatesMethods = {
  'gates.document': method<GatesDocument>()(z.strictObject({})),
  /** What is wrong with a text, without keeping it. */
  'gates.check': method<GatesDocument>()(z.strictObject({ yaml })),
  /** Null goes back to the defaults. A text with problems is refused with `bad-request`. */
  'gates.save': method<GatesDocument>()(z.strictObject({ yaml: yaml.nullable() })),
  /** By the rules of the workspace, or by `yaml` while it is edited. */
  'gates.evaluate': method<GatesEvaluation>()(
    z.strictObject({
      runId,
      baselineRunIds: z.array(runId).max(100),
      yaml: yaml.nullable(),
      /** What a person set aside, and names that were matched, for this comparison; besides those of the rules. */
      comparison: comparisonRequestSchema.pick({ waivers: true, mapping: true }).optional(),
    }),
  ),
  /** Rules with limits taken from a run, marked as proposals, added to the gates of the workspace or to `yaml`. */
  'gates.propose': method<{ readonly yaml: string }>()(
    z.strictObject({ runId, yaml: yaml.nullable().optional() }),
  ),

  'baselines.list': method<readonly NamedBaseline[]>()(z.strictObject({})),
  'baselines.set': method<readonly NamedBaseline[]>()(z.strictObject({ name, runId })),
  'baselines.remove': method<readonly NamedBaseline[]>()(z.strictObject({ name })),
} as const;
