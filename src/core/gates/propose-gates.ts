import type { Run, Transaction } from '#shared/model/run.ts';
import { minimumSamples } from '../statistics/order-statistics.ts';
import { DEFAULT_GATES_YAML } from './default-gates.ts';
import { withProposals, type ProposedGate } from './edit-gates.ts';
import { rowFigures, RunFigures, type AskEngine, type TargetFigures } from './run-figures.ts';
import { ruleText } from './rule-text.ts';
import { countOf, shareText, timeText } from './wording.ts';

/** Room above what was measured: a fifth. */
const ROOM = 1.2;
/** Of more transactions, those with most samples. */
const MAX_TRANSACTIONS = 50;
const PERCENTILE = 95;

/**
 * Limits from a run that is good enough, each marked as a proposal. They are added to the gates of the workspace, or to
 * those of the product without its general limit on response times, which the proposals take the place of.
 * @param yaml the gates of the workspace, without problems; null when it has none
 */
export async function proposeGates(
  ask: AskEngine,
  run: Run,
  transactions: readonly Transaction[],
  yaml: string | null,
): Promise<string> {
  const figures = new RunFigures(ask, run, transactions, [PERCENTILE]);
  const scope = await figures.scope('steady').then(async (steady) =>
    // Without a steady phase the whole run has to do; the comments say so.
    steady.missing === null ? steady : figures.scope('all'),
  );
  const summary = await figures.summary(scope.time, null);
  const counted = new Set(transactions.filter(({ kind }) => kind === run.countedKind).map(({ id }) => id));
  const rows = [...rowFigures(summary).values()]
    .filter(({ id }) => id !== null && counted.has(id))
    .sort((a, b) => (b.figures.samples ?? 0) - (a.figures.samples ?? 0))
    .slice(0, MAX_TRANSACTIONS);
  const ids = new Ids();
  const proposals = [
    ...rows.flatMap((row) => responseTime(row, run, scope.words, ids)),
    ...errorRate(summary.overall, run, scope.words),
  ];
  return withProposals(yaml ?? STARTING_POINT, proposals);
}

/** The defaults but for what proposals say in more detail. */
const STARTING_POINT = DEFAULT_GATES_YAML.replace(/ {2}- id: response-time\n(?: {4}.*\n)+\n/u, '').replace(
  / {2}- id: errors\n(?: {4}.*\n)+\n/u,
  '',
);

function responseTime(
  { subject, figures }: TargetFigures,
  run: Run,
  scope: string,
  ids: Ids,
): ProposedGate[] {
  const { samples, percentilesMs } = figures;
  const measured = percentilesMs[String(PERCENTILE)] ?? null;
  // From fewer samples the limit would be a guess.
  if (measured === null || measured <= 0 || (samples ?? Infinity) < minimumSamples(PERCENTILE / 100))
    return [];
  const limit = roundUp(measured * ROOM);
  return [
    {
      id: ids.of(`p95-${subject}`),
      name: `p95 of ${subject}`.slice(0, 200).trim(),
      rule: ruleText({
        clauses: [
          {
            kind: 'latency',
            figure: { kind: 'percentile', percentile: PERCENTILE },
            target: { kind: 'label', label: subject },
            operator: '<',
            limit: limit >= 10_000 ? { value: limit / 1000, unit: 's' } : { value: limit, unit: 'ms' },
            window: null,
          },
        ],
      }),
      because: `Measured in ${run.name}: p95 ${timeText(measured)}${samples === null ? '' : `, ${countOf(samples, 'sample')}`} (${scope}); a fifth more, rounded up.`,
    },
  ];
}

function errorRate(
  { samples, errorRate: rate }: { readonly samples: number | null; readonly errorRate: number | null },
  run: Run,
  scope: string,
): ProposedGate[] {
  if (rate === null || samples === null || samples === 0) return [];
  // Twice what was measured, but not so little that a single failure would break it.
  const limit = Math.min(1, Math.max(roundUp(rate * 200) / 100, roundUp((3 / samples) * 100) / 100, 0.001));
  return [
    {
      id: 'error-rate',
      name: 'Error rate',
      rule: ruleText({
        clauses: [
          {
            kind: 'error-rate',
            target: null,
            operator: '<',
            limit: { value: Number((limit * 100).toPrecision(2)), unit: '%' },
            window: null,
          },
        ],
      }),
      because: `Measured in ${run.name}: ${shareText(rate)} of ${countOf(samples, 'sample')} (${scope}); twice as much, and at least room for a few failures.`,
    },
  ];
}

/** To two digits that people would choose: 184.8 is 190, 1043 is 1100. */
export function roundUp(value: number): number {
  if (value <= 0) return 0;
  const step = 10 ** (Math.floor(Math.log10(value)) - 1);
  return Number((Math.ceil(Number((value / step).toPrecision(12))) * step).toPrecision(12));
}

/** Ids made from labels: two labels may differ only in what an id cannot have. */
class Ids {
  private readonly used = new Set<string>();

  of(text: string): string {
    const plain = text
      .toLowerCase()
      .replace(/[^a-z0-9]+/gu, '-')
      .slice(0, 80)
      .replace(/^-+|-+$/gu, '');
    let id = plain;
    for (let n = 2; this.used.has(id); n++) id = `${plain}-${n}`;
    this.used.add(id);
    return id;
  }
}
