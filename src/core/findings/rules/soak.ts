import { risesUnderLoad, type SoakTrend } from '#shared/model/soak.ts';
import type { FindingSettings } from '#shared/model/finding.ts';
import { count, duration, number, offset, percent } from '../../diagnostics/honesty/words.ts';
import { evidence, figure, option, SILENT, type FindingDraft, type RunRule } from '../draft.ts';
import type { RunEvidence } from '../evidence.ts';
import { bytes } from '../words.ts';

/** Response times that grow under constant load (method E6). */
export const soakLatencyRule: RunRule = (run, settings) => {
  const { soak } = run;
  if (soak === null || !longEnough(run, settings)) return SILENT;
  const rising = soak.trends.filter(
    (trend) =>
      trend.kind === 'latency' &&
      risesUnderLoad(trend, { change: settings.soakLatencyChange, p: settings.soakP }),
  );
  // All together rise because single ones do.
  const single = rising.filter(({ transactionId }) => transactionId !== null);
  const told = single.length > 0 ? single : rising;
  const byTransaction = new Map<number | null, SoakTrend[]>();
  for (const trend of told)
    byTransaction.set(trend.transactionId, [...(byTransaction.get(trend.transactionId) ?? []), trend]);
  return {
    findings: [...byTransaction.values()].map((trends) => latencyDraft(run, trends)),
    notMeasured: [],
  };
};

/** Memory, threads, handles and connections that grow under constant load. */
export const soakResourceRule: RunRule = (run, settings) => {
  const { soak } = run;
  if (soak === null) return SILENT;
  const notMeasured = soak.tooShort === null ? [] : [`Trends of response times and memory: ${soak.tooShort}`];
  if (!longEnough(run, settings)) return { findings: [], notMeasured };
  const held = soak.trends.filter(({ kind }) => kind === 'resource');
  if (held.length === 0)
    notMeasured.push('Memory, threads and handles over time: no such readings were attached.');
  const rising = held.filter((trend) =>
    risesUnderLoad(trend, { change: settings.soakResourceChange, p: settings.soakP }),
  );
  return { findings: rising.map((trend) => resourceDraft(run, trend)), notMeasured };
};

function longEnough({ soak }: RunEvidence, { soakMinutes }: FindingSettings): boolean {
  if (soak?.span == null || soak.tooShort !== null) return false;
  return soak.span.toMs - soak.span.fromMs >= soakMinutes * 60_000;
}

function latencyDraft(run: RunEvidence, trends: readonly SoakTrend[]): FindingDraft {
  const worst = trends.find(({ figure: name }) => name === 'p95') ?? trends[0]!;
  const { label, figure: name, step, from, to, change, perHour, perHourLow, perHourHigh, minutes, p } = worst;
  const row = worst.transactionId === null ? run.figures.overall : run.whole.rows.get(worst.transactionId);
  const grown =
    step === null
      ? `rose by ${percent(change ?? 0)}`
      : `stepped up by ${percent(step.change)} at ${offset(step.atMs)}`;
  const p50 = trends.find((trend) => trend.figure === 'p50');
  const excess = ((p50?.to ?? to) - (p50?.from ?? from)) / 2;
  return {
    rule: 'soak-latency',
    subject: label,
    title: `${label}: ${name} ${grown} under constant load`,
    statement: `Over ${count(minutes)} minutes of constant load ${name} of ${label} ${grown}, from ${duration(from)} to ${duration(to)}${
      perHour === null
        ? ''
        : ` (${percent(perHour)} per hour${perHourLow === null || perHourHigh === null ? '' : `, 95 % confidence: ${percent(perHourLow)} to ${percent(perHourHigh)}`})`
    }.${step === null ? '' : ' One step explains it better than a steady rise: something changed then.'}`,
    severity: (change ?? 0) >= 0.5 ? 'high' : 'medium',
    confidence: 'high',
    confidenceReason: `Mann–Kendall with the correction of Hamed and Rao for neighbouring minutes, p ${pText(p)} after adjustment for all transactions.`,
    affected: {
      runIds: [run.run.id],
      transactions:
        worst.transactionId === null ? [] : [{ id: worst.transactionId, runId: run.run.id, label }],
      span: run.soak?.span ?? null,
    },
    evidence: [
      evidence(
        'trend',
        'load',
        `${name} ${duration(from)} → ${duration(to)} over ${count(minutes)} min`,
        trends.flatMap((trend) => [
          figure(`${trend.figure} at the start`, 'ms', trend.from),
          figure(`${trend.figure} at the end`, 'ms', trend.to),
          figure(`${trend.figure}, change per hour`, 'ratio-per-hour', trend.perHour, [
            trend.perHourLow,
            trend.perHourHigh,
          ]),
        ]),
        { method: 'soak.get', params: { runId: run.run.id, span: run.soak?.span ?? null } },
      ),
    ],
    unknowns: [
      'Whether it goes on: a longer run tells a leak from data that filled up and levelled out.',
      'Data that grows during the test (tables, logs) looks the same as a leak.',
    ],
    options: [
      option(
        'Take heap snapshots at the start, in the middle and at the end',
        'Pauses the process while they are written.',
      ),
      option('Restart regularly until the cause is found', 'Hides it.', { effort: 'low' }),
    ],
    impact: Math.max(0, excess) * (row?.samples ?? 0),
  };
}

function resourceDraft(run: RunEvidence, trend: SoakTrend): FindingDraft {
  const { label, host, from, to, change, perHour, perHourLow, perHourHigh, minutes, step, p } = trend;
  const name = host === null ? label : `${label} of ${host}`;
  const shown = (value: number): string =>
    trend.contains === 'data' ? bytes(value) : trend.contains === 'time' ? duration(value) : number(value);
  const unit = trend.contains === 'data' ? 'bytes' : trend.contains === 'time' ? 'ms' : 'number';
  const grown =
    step === null
      ? `grew by ${percent(change ?? 0)}`
      : `stepped up by ${percent(step.change)} at ${offset(step.atMs)}`;
  const told = gateOf(run, label);
  return {
    rule: 'soak-resource',
    subject: name,
    title: `${name} ${grown} under constant load`,
    statement: `The floor under the readings of ${name} went from ${shown(from)} to ${shown(to)} in ${count(minutes)} minutes of constant load${
      perHour === null
        ? ''
        : `, ${percent(perHour)} per hour${perHourLow === null || perHourHigh === null ? '' : ` (95 % confidence: ${percent(perHourLow)} to ${percent(perHourHigh)})`}`
    }.`,
    severity: told === 'blocking' ? 'high' : 'medium',
    confidence: 'high',
    confidenceReason: `The lowest reading of every five minutes is followed, so that sawteeth of a garbage collector do not count; p ${pText(p)}.`,
    affected: { runIds: [run.run.id], transactions: [], span: run.soak?.span ?? null },
    evidence: [
      evidence(
        'trend',
        'resource',
        `${shown(from)} → ${shown(to)} over ${count(minutes)} min`,
        [
          figure('at the start', unit, from),
          figure('at the end', unit, to),
          figure('change per hour', 'ratio-per-hour', perHour, [perHourLow, perHourHigh]),
        ],
        { method: 'soak.get', params: { runId: run.run.id, span: run.soak?.span ?? null } },
      ),
    ],
    unknowns: [
      'What is held: readings have a size and no names. Heap snapshots have them.',
      'The limit of the process: it is not in the file.',
    ],
    options: [
      option(
        'Take three heap snapshots under this load, and see what grows between them',
        'Pauses the process while they are written.',
      ),
      option('Restart regularly until the cause is found', 'Hides it.', { effort: 'low' }),
    ],
    impact: 0,
    metrics: [label],
  };
}

function gateOf(run: RunEvidence, metric: string): 'blocking' | 'conditional' | null {
  const gate = run.gates.find(
    ({ result, clauses }) =>
      result.outcome === 'failed' &&
      clauses.some((clause) => clause.kind === 'metric-trend' && clause.name === metric),
  );
  return gate?.result.enforcement ?? null;
}

function pText(p: number): string {
  return p < 0.001 ? '< 0.001' : `= ${Number(p.toPrecision(2))}`;
}
