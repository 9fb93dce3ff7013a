import { numberAt, numberColumn } from '#shared/contract/columns.ts';
import type { Capacity } from '#shared/model/capacity.ts';
import { wholeRun, type TimeSpan } from '#shared/model/filter.ts';
import type { FindingSettings } from '#shared/model/finding.ts';
import type { PhaseReport } from '#shared/model/phases.ts';
import type { Run, Transaction } from '#shared/model/run.ts';
import type { Database } from '../db/database.ts';
import { evaluateGates } from '../gates/evaluate-gates.ts';
import type { Gates } from '../gates/gates-file.ts';
import type { AskEngine } from '../gates/run-figures.ts';
import type { JudgedGate, RunEvidence, SpanFigures, TailEvidence } from './evidence.ts';
import { firstRequests } from './first-requests.ts';
import { metricEvidence } from './metric-evidence.ts';
import { repeatedRequests } from './repeated-requests.ts';
import { FINDING_PERCENTILES, spanFigures } from './span-figures.ts';

export interface GatherRun {
  /** Each question is worked on once. */
  readonly ask: AskEngine;
  readonly database: Database;
  readonly run: Run;
  readonly transactions: readonly Transaction[];
  /** Null: the rules of the workspace cannot be read. */
  readonly gates: Gates | null;
  readonly baselineRunIds: readonly number[];
  readonly settings: FindingSettings;
  readonly signal: AbortSignal;
}

/** Transactions whose slowest samples are looked at: those with most time in their tail. */
const TAILS = 2;
const TAIL_VALUES = 5;
const MAX_ERROR_GROUPS = 100;
/** A stretch of constant load as long as this tells nothing of capacity. */
const MOSTLY_CONSTANT = 0.8;

/**
 * Everything that rules look at in one run. Two questions at a time: one keeps the threads of the database busy while this
 * thread resamples for the other.
 */
export async function gatherRun(request: GatherRun): Promise<RunEvidence> {
  const [gates, rest] = await Promise.all([judgedGates(request), gatherFigures(request)]);
  return { ...rest, gates };
}

async function gatherFigures(request: GatherRun): Promise<Omit<RunEvidence, 'gates'>> {
  const { ask, database, run, settings, signal } = request;
  const sampled = run.granularity === 'samples';
  const phases = await ask('phases.get', { runId: run.id });
  const judged = phases.steady;
  const filter = { ...wholeRun(run.id), time: judged };
  const figures = await spanFigures(ask, run, filter);
  const whole = judged === null ? figures : await spanFigures(ask, run, wholeRun(run.id));
  return {
    run,
    phases,
    judged,
    figures,
    whole,
    warmUp: await warmUpOf(ask, run, phases),
    honesty: await ask('diagnostics.honesty', { runId: run.id }),
    incidents: sampled ? await ask('diagnostics.incidents', { runId: run.id }) : [],
    modes: sampled ? await ask('diagnostics.modes', { filter: { ...filter, outcome: 'ok' } }) : [],
    tails: sampled ? await tailsOf(ask, figures, settings.tailShare, signal) : [],
    errors: await ask('latency.errors', { filter, limit: MAX_ERROR_GROUPS }),
    metrics: await metricEvidence(ask, database, run, judged, signal),
    capacity: sampled ? await capacityEvidence(ask, run, phases, settings) : null,
    soak: sampled ? await ask('soak.get', { runId: run.id, span: null }) : null,
    firstRequests: await firstRequests(database, run, signal),
    repeated: await repeatedRequests(database, run, settings.repeatedRequests, signal),
    p95Intervals: sampled ? await p95Intervals(ask, filter) : new Map(),
  };
}

async function judgedGates(request: GatherRun): Promise<JudgedGate[]> {
  const { gates } = request;
  if (gates === null) return [];
  const { results } = await evaluateGates({ ...request, gates });
  return results.map((result, index) => ({ result, clauses: gates.gates[index]!.parsed.clauses }));
}

/** The longest steady phase with the warm-up right before it. */
async function warmUpOf(
  ask: AskEngine,
  run: Run,
  { phases, steady }: PhaseReport,
): Promise<RunEvidence['warmUp']> {
  if (steady === null) return null;
  const before = phases.find(({ kind, toMs }) => kind === 'warm-up' && toMs === steady.fromMs);
  if (before === undefined) return null;
  const of = (time: TimeSpan): Promise<SpanFigures> => spanFigures(ask, run, { ...wholeRun(run.id), time });
  return {
    alone: await of({ fromMs: before.fromMs, toMs: before.toMs }),
    together: await of({ fromMs: before.fromMs, toMs: steady.toMs }),
  };
}

async function p95Intervals(
  ask: AskEngine,
  filter: SpanFigures['filter'],
): Promise<RunEvidence['p95Intervals']> {
  const { table } = await ask('diagnostics.intervals', { filter, percentiles: [...FINDING_PERCENTILES] });
  const [id, low, high] = ['id', 'low:95', 'high:95'].map((name) => numberColumn(table, name));
  const out = new Map<number | null, readonly [number, number]>();
  for (let row = 0; row < table.rowCount; row++) {
    const [from, to] = [numberAt(low!, row), numberAt(high!, row)];
    if (from !== null && to !== null) out.set(numberAt(id!, row), [from, to]);
  }
  return out;
}

/** Within one transaction: what is slow in one and seldom in another would only tell them apart. */
async function tailsOf(
  ask: AskEngine,
  figures: SpanFigures,
  share: number,
  signal: AbortSignal,
): Promise<TailEvidence[]> {
  const heaviest = [...figures.rows.values()]
    .filter(({ counted }) => counted)
    .map((row) => ({ row, tail: (row.samples ?? 0) * ((row.p99Ms ?? 0) - (row.p50Ms ?? 0)) }))
    .filter(({ tail }) => tail > 0)
    .sort((a, b) => b.tail - a.tail)
    .slice(0, TAILS);
  const out: TailEvidence[] = [];
  for (const { row } of heaviest) {
    signal.throwIfAborted();
    const params = {
      filter: { ...figures.filter, transactions: [row.id!] },
      share,
      limit: TAIL_VALUES,
      fields: 'places' as const,
    };
    out.push({
      transactionId: row.id!,
      report: await ask('latency.tail', params),
      query: { method: 'latency.tail', params },
    });
  }
  return out;
}

/** Only where the load changed: constant load has nothing to say of how much more would be possible. */
async function capacityEvidence(
  ask: AskEngine,
  run: Run,
  { phases }: PhaseReport,
  { saturationGain }: FindingSettings,
): Promise<Capacity | null> {
  const constant = phases
    .filter(({ kind }) => kind === 'steady' || kind === 'drift' || kind === 'warm-up')
    .reduce((longest, { fromMs, toMs }) => Math.max(longest, toMs - fromMs), 0);
  if (phases.length === 0 || constant >= MOSTLY_CONSTANT * run.durationMs) return null;
  return ask('capacity.get', { runId: run.id, gain: Math.min(saturationGain, 0.1) });
}
