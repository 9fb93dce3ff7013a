import type { Incident } from '#shared/model/diagnostics.ts';
import type { Phase, PhaseKind } from '#shared/model/phases.ts';
import type { Run } from '#shared/model/run.ts';
import type { Database } from '../db/database.ts';
import { benjaminiHochberg } from '../statistics/benjamini-hochberg.ts';
import { transactionBuckets, type TransactionBuckets } from './incident-cells.ts';
import { failureScores, slownessScores, type BucketScores } from './incident-scores.ts';

const MAX_BUCKETS = 300;
const FLAGGED_Z = 4;
/** A single bucket must stand out this far. */
const ALONE_Z = 8;
const FALSE_DISCOVERIES = 0.01;
const MIN_OVERLAP = 0.5;

/**
 * Stretches of time in which transactions were slower or failed more than around them (method E11), those that cost most
 * time first and then those with most failures. None for runs without samples or instants.
 * @param phases of the run: incidents outside of the steady phase are effects of the load
 */
export async function findIncidents(
  database: Database,
  run: Run,
  phases: readonly Phase[],
  signal: AbortSignal,
): Promise<Incident[]> {
  if (run.granularity === 'aggregated' || run.startedAtUs === null || run.durationMs <= 0) return [];
  const bucketMs = Math.max(1000, Math.ceil(run.durationMs / MAX_BUCKETS / 1000) * 1000);
  const count = Math.max(1, Math.ceil(run.durationMs / bucketMs));
  const grid = { startUs: run.startedAtUs, bucketMs, count };
  return incidentsOf(await transactionBuckets(database, run, grid, signal), run.durationMs, phases);
}

/** The same from buckets that are counted already. */
export function incidentsOf(
  transactions: readonly TransactionBuckets[],
  durationMs: number,
  phases: readonly Phase[],
): Incident[] {
  const of = (kind: Incident['kind'], stretches: readonly Stretch[]): Incident[] =>
    merged(stretches)
      .map((group) => asIncident(group, kind, durationMs, phases))
      .sort((a, b) => b.excess - a.excess);
  return [
    ...of('slow', flagged(transactions, slownessScores, FLAGGED_Z)),
    // One failure is many standard deviations where hardly any are expected: only its probability counts.
    ...of('errors', flagged(transactions, failureScores, Infinity)),
  ];
}

/** Successive buckets of one transaction: `[from, to)` in ms. */
interface Stretch {
  readonly transactionId: number;
  readonly from: number;
  readonly to: number;
  readonly excess: number;
  readonly peak: number;
}

function flagged(
  transactions: readonly TransactionBuckets[],
  score: (buckets: TransactionBuckets) => BucketScores,
  flaggedZ: number,
): Stretch[] {
  const scored = transactions.map((buckets) => ({ buckets, scores: score(buckets) }));
  const adjusted = benjaminiHochberg(scored.flatMap(({ scores }) => [...scores.p]));
  let from = 0;
  return scored.flatMap(({ buckets, scores }) => {
    const q = adjusted.subarray(from, from + scores.p.length);
    from += scores.p.length;
    return stretchesOf(buckets, scores, q, flaggedZ);
  });
}

function stretchesOf(
  { transactionId, bucketMs }: TransactionBuckets,
  { z, excess }: BucketScores,
  q: Float64Array,
  flaggedZ: number,
): Stretch[] {
  const out: Stretch[] = [];
  const isFlagged = (at: number): boolean => z[at]! >= flaggedZ || q[at]! < FALSE_DISCOVERIES;
  for (let from = 0; from < z.length; from++) {
    if (!isFlagged(from)) continue;
    let to = from + 1;
    while (to < z.length && isFlagged(to)) to += 1;
    const peak = z.subarray(from, to).reduce((most, value) => (value > most ? value : most), 0);
    const cost = excess
      .subarray(from, to)
      .reduce((sum, value) => sum + (Number.isFinite(value) ? value : 0), 0);
    if ((to - from >= 2 || peak >= ALONE_Z) && cost > 0)
      out.push({ transactionId, from: from * bucketMs, to: to * bucketMs, excess: cost, peak });
    from = to;
  }
  return out;
}

interface Group {
  from: number;
  to: number;
  readonly stretches: Stretch[];
}

/** Stretches of different transactions that share half of the shorter one are one incident. */
function merged(stretches: readonly Stretch[]): Group[] {
  const groups: Group[] = [];
  const sorted = [...stretches].sort((a, b) => a.from - b.from || b.to - a.to);
  for (const stretch of sorted) {
    const group = groups.find(({ from, to }) => {
      const shared = Math.min(to, stretch.to) - Math.max(from, stretch.from);
      return shared >= MIN_OVERLAP * Math.min(to - from, stretch.to - stretch.from) && shared > 0;
    });
    if (group === undefined) {
      groups.push({ from: stretch.from, to: stretch.to, stretches: [stretch] });
      continue;
    }
    group.from = Math.min(group.from, stretch.from);
    group.to = Math.max(group.to, stretch.to);
    group.stretches.push(stretch);
  }
  return groups;
}

function asIncident(
  { from, to, stretches }: Group,
  kind: Incident['kind'],
  durationMs: number,
  phases: readonly Phase[],
): Incident {
  const byTransaction = new Map<number, number>();
  for (const { transactionId, excess } of stretches)
    byTransaction.set(transactionId, (byTransaction.get(transactionId) ?? 0) + excess);
  const toMs = Math.min(to, durationMs);
  return {
    fromMs: from,
    toMs,
    kind,
    transactionIds: [...byTransaction].sort((a, b) => b[1] - a[1]).map(([id]) => id),
    excess: stretches.reduce((sum, { excess }) => sum + excess, 0),
    peakScore: stretches.reduce((most, { peak }) => Math.max(most, peak), 0),
    phase: phaseAt(phases, from, toMs),
  };
}

/** The phase that most of a span lies in. */
function phaseAt(phases: readonly Phase[], fromMs: number, toMs: number): PhaseKind | null {
  let most = 0;
  let found: PhaseKind | null = null;
  for (const phase of phases) {
    const shared = Math.min(phase.toMs, toMs) - Math.max(phase.fromMs, fromMs);
    if (shared <= most) continue;
    most = shared;
    found = phase.kind;
  }
  return found;
}
