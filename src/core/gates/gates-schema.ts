import { z } from 'zod';
import { enforcements } from '#shared/model/gates.ts';
import { transactionKinds } from '#shared/model/run.ts';

/** What may stand in `loadstone.gates.yaml`. `build/gates.schema.json` is made from this, for editors. */

export const GATES_VERSION = 1;
export const gatePhases = ['steady', 'all'] as const;
export type GatePhase = (typeof gatePhases)[number];

const label = z.string().min(1).max(10_000);
const pattern = z.string().min(1).max(1000);

const transactionsSchema = z
  .strictObject({
    labels: z
      .array(label)
      .min(1)
      .max(1000)
      .optional()
      .describe('Only transactions with one of these labels.'),
    matching: pattern.optional().describe('Only transactions whose label matches this regular expression.'),
    except: pattern
      .optional()
      .describe('Leaves out transactions whose label matches this regular expression.'),
    kind: z
      .enum(['counted', 'all', ...transactionKinds])
      .default('counted')
      .describe('counted: what headline figures count (requests, or what a file without them has).'),
  })
  .describe('Which transactions the rule is about; left out: all that are counted.');

const gateSchema = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z0-9](?:[a-z0-9._-]{0,98}[a-z0-9])?$/u, 'an id has small letters, digits, ".", "_" and "-"')
    .describe('Unique in the file; names the gate in reports and histories.'),
  name: z.string().trim().min(1).max(200).optional().describe('As shown; left out: the id.'),
  rule: z
    .string()
    .max(5000)
    .describe('What must hold, for example: p95 of Checkout < 200ms. See docs/gates.md.'),
  enforcement: z
    .enum(enforcements)
    .default('blocking')
    .describe('blocking: a failure fails the run. conditional: it is reported only.'),
  phase: z
    .enum(gatePhases)
    .default('steady')
    .describe('steady: the steady phase of the run; all: the whole run.'),
  transactions: transactionsSchema.optional(),
  decidedBy: z
    .enum(['interval', 'value'])
    .default('interval')
    .describe(
      'How a percentile is held against its limit. interval: where its 95 % interval contains the limit, nothing can be told. value: the figure alone decides.',
    ),
  proposed: z
    .boolean()
    .default(false)
    .describe('Proposed by Loadstone from a run; take this line out when the team agrees.'),
});

const comparisonSchema = z
  .strictObject({
    waivers: z
      .array(z.strictObject({ code: z.string().min(1).max(64), reason: z.string().trim().min(1).max(2000) }))
      .max(50)
      .default([])
      .describe('Checks of comparability that are set aside, with the reason that is printed.'),
    mapping: z
      .array(z.strictObject({ baseline: label, candidate: label }))
      .max(1000)
      .default([])
      .describe('Transactions that have another label in the baseline.'),
  })
  .describe('How rules that need a baseline compare.');

export const gatesFileSchema = z.strictObject({
  version: z.literal(GATES_VERSION),
  expectedLoad: z
    .string()
    .max(100)
    .optional()
    .describe('The load that is expected in production, for example 150/s. It is never guessed.'),
  comparison: comparisonSchema.optional(),
  gates: z.array(gateSchema).max(500),
});
export type GatesFile = z.infer<typeof gatesFileSchema>;
export type GateEntry = GatesFile['gates'][number];
export type GateTransactions = z.infer<typeof transactionsSchema>;

/** The schema for editors, as JSON Schema 2020-12. */
export function gatesJsonSchema(): unknown {
  return {
    ...z.toJSONSchema(gatesFileSchema, { io: 'input' }),
    title: 'loadstone.gates.yaml',
    description: 'Rules that a load test passes, fails, or about which nothing can be told.',
  };
}
