import { z } from 'zod';
import { AppError } from '../contract/errors.ts';
import type { TransactionKind } from './run.ts';

/**
 * Rules that turn the names of a file into labels (`/user/8231/cart` into `/user/{id}/cart`). They are applied in their
 * order, each to what the one before made.
 */

export const MAX_LABEL_RULES = 100;
const MAX_PATTERN_CHARS = 1000;
const MAX_REPLACEMENT_CHARS = 200;

const enabled = z.boolean().default(true);

export const labelRuleSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('builtin'),
    /** Parts of paths and queries that are a number, a UUID, a hash or a token become `{id}`. */
    id: z.literal('numbers-uuids-hashes'),
    enabled,
  }),
  z.strictObject({
    kind: z.literal('regex'),
    /** A regular expression of JavaScript, read with the flag `u`. */
    pattern: z.string().min(1).max(MAX_PATTERN_CHARS),
    /** `$1` to `$99`, `$<name>` and `$&` stand for what was found, `$$` for a dollar. */
    replacement: z
      .string()
      .max(MAX_REPLACEMENT_CHARS)
      .regex(/^\P{Cs}*$/u, 'half a character'),
    /** Any of `g`, `i`, `m`, `s`; left out: `g`, every match is replaced. */
    flags: z
      .string()
      .regex(/^(?!.*(.).*\1)[gims]*$/u, 'flags are g, i, m and s, each at most once')
      .optional(),
    enabled,
  }),
]);
export type LabelRule = z.infer<typeof labelRuleSchema>;

export const labelRulesSchema = z.array(labelRuleSchema).max(MAX_LABEL_RULES);

export const BUILTIN_LABEL_RULE: LabelRule = { kind: 'builtin', id: 'numbers-uuids-hashes', enabled: true };

const documentSchema = z.strictObject({
  schema: z.literal('loadstone/label-rules/1'),
  rules: labelRulesSchema,
});

/** The document in which rules go from one workspace to another. */
export function labelRulesDocument(rules: readonly LabelRule[]): string {
  return JSON.stringify({ schema: 'loadstone/label-rules/1', rules }, null, 2);
}

/**
 * @param name of the file, for the message
 * @throws {AppError} `bad-request` saying what is wrong and where
 */
export function parseLabelRules(text: string, name: string): LabelRule[] {
  const hint = 'A file of label rules is what "loadstone labels WORKSPACE --export" prints; see docs/cli.md.';
  const place = { file: name };
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\u{feff}/u, ''));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new AppError('bad-request', `The label rules are not JSON: ${reason}.`, { hint, place });
  }
  const parsed = documentSchema.safeParse(json);
  if (parsed.success) return parsed.data.rules;
  const [issue] = parsed.error.issues;
  const where = issue === undefined || issue.path.length === 0 ? '' : ` at ${issue.path.join('.')}`;
  throw new AppError(
    'bad-request',
    `The label rules cannot be used${where}: ${issue?.message ?? 'unknown'}.`,
    {
      hint,
      place,
    },
  );
}

/** From so many labels on a run is hard to read: its import says so. */
export const MANY_LABELS = 500;
export const MANY_LABELS_WARNING = 'many-labels';

/** How many labels rules make of a run. */
export interface RunLabels {
  readonly runId: number;
  readonly name: string;
  /** Transactions by the names in the file. */
  readonly names: number;
  /** Labels that are shown at present. */
  readonly labelsBefore: number;
  readonly labelsAfter: number;
  /** Names that the rules leave as they are. */
  readonly untouched: number;
  /**
   * Names of a report that stay apart although the rules give them one label: percentiles of several rows cannot be put
   * together. 0 for runs with samples.
   */
  readonly keptApart: number;
}

/** One label that rules make, with what it is made of. */
export interface LabelGroup {
  readonly runId: number;
  readonly label: string;
  readonly kind: TransactionKind;
  /** How many names become this label. */
  readonly names: number;
  readonly samples: number;
  /** Some of the names, those with most samples first. */
  readonly examples: readonly string[];
}

export interface LabelPreview {
  readonly runs: readonly RunLabels[];
  /** Labels that differ from the names, those of most names first; at most as many as asked for. */
  readonly groups: readonly LabelGroup[];
  /** How many such labels there are. */
  readonly groupCount: number;
  /** By rule, in their order: how many different names of the runs it changes; 0 for a rule that is off. */
  readonly changedByRule: readonly number[];
}

export interface LabelsApplied {
  readonly rules: readonly LabelRule[];
  readonly runs: readonly RunLabels[];
}
