import { numberColumn } from '#shared/contract/columns.ts';
import { hamedRao } from '../statistics/mann-kendall.ts';
import { theilSen } from '../statistics/theil-sen.ts';
import type { Judged, ClauseResult } from './judging.ts';
import { cannotTell, resultOf } from './judging.ts';
import { absentMetric, type MetricJudge } from './judge-metric.ts';
import { findMetric, lowestPerMinute, type MinuteSeries } from './metric-readings.ts';
import type { TrendClause } from './rule.ts';
import { numberText, shareText, timeText } from './wording.ts';

/** Method E6. */
const MIN_MINUTES = 30;
const ENVELOPE_MINUTES = 5;
const MAX_P = 0.01;
/** Projected growth over what is judged. */
const MIN_CHANGE = 0.05;
/** More values take more pairs than are worth it. */
const MAX_VALUES = 1000;

/** Does a resource grow while it is used: the floor under its readings, tested by Mann–Kendall (method E6). */
export async function judgeTrend(judge: MetricJudge, clause: TrendClause): Promise<ClauseResult> {
  const { database, judged, signal } = judge;
  const { run } = judged.figures;
  const metric = await findMetric(database, run.id, clause.name);
  if (metric === null) return absentMetric(judge, clause);
  const series = await lowestPerMinute(database, run, metric, judged.scope.time, signal);
  if (series.length === 0)
    return cannotTell(`there are no readings of ${clause.name} in what is judged (${judged.scope.words})`);
  const results = series.map((each) => judgeSeries(each, clause.name));
  const excused = results.some(({ outcome }) => outcome === 'failed') && (await loadGrew(judge));
  return resultOf(excused ? results.map(underRisingLoad) : results, {
    limit: 'no upward trend',
    noun: 'hosts',
    scope: judged.scope.words,
  });
}

/** Within a steady phase the load is constant; over a whole run it may rise, and resources with it. */
async function loadGrew({ ask, judged }: MetricJudge): Promise<boolean> {
  const { figures, scope } = judged;
  if (scope.time !== null || figures.isReport) return false;
  const { table } = await ask('latency.series', {
    filter: figures.filter(null, null),
    percentiles: [50],
    maxBuckets: 200,
  });
  // The last bucket is mostly cut off by the end of the run.
  const samples = numberColumn(table, 'samples').values.slice(0, Math.max(0, table.rowCount - 1));
  const { s, p } = hamedRao(samples);
  return s > 0 && p < MAX_P;
}

function underRisingLoad(judged: Judged): Judged {
  if (judged.outcome !== 'failed') return judged;
  return {
    ...judged,
    outcome: 'cannot-tell',
    reason: `${judged.measured}, but so does the load. Judge the steady phase, or test under constant load`,
  };
}

function judgeSeries({ host, minutes, values }: MinuteSeries, name: string): Judged {
  const subject = host === null ? name : `${name} of ${host}`;
  const coveredMinutes = minutes.length === 0 ? 0 : minutes.at(-1)! - minutes[0]! + 1;
  if (minutes.length < MIN_MINUTES || coveredMinutes < MIN_MINUTES)
    return {
      subject,
      measured: `${timeText(coveredMinutes * 60_000)} of readings`,
      outcome: 'cannot-tell',
      severity: 0,
      reason: `a trend takes at least ${MIN_MINUTES} minutes of readings, and there are ${coveredMinutes}; a longer test settles it`,
    };
  const { floor, times } = thinned(lowerEnvelope(values, ENVELOPE_MINUTES), minutes);
  const line = theilSen(floor, times);
  const { p, s } = hamedRao(floor);
  const level = line === null ? 0 : line.intercept + line.slope * times[0]!;
  const growth = (line?.slope ?? 0) * (times.at(-1)! - times[0]!);
  const change = level > 0 ? growth / level : 0;
  const measured =
    level > 0
      ? `floor ${growth >= 0 ? 'rises' : 'falls'} by ${shareText(Math.abs(change))} (from ${numberText(level)}), p ${pText(p)}`
      : `floor ${growth >= 0 ? 'rises' : 'falls'} by ${numberText(Math.abs(growth))}, p ${pText(p)}`;
  // A level of zero has no share to grow by: any certain growth counts.
  const grows = s > 0 && p < MAX_P && (level > 0 ? change >= MIN_CHANGE : growth > 0);
  return { subject, measured, outcome: grows ? 'failed' : 'passed', severity: change, reason: null };
}

/** Rolling minimum: sawteeth of a garbage collector are no growth. */
export function lowerEnvelope(values: Float64Array, width: number): Float64Array {
  return Float64Array.from(values, (_, index) => {
    let lowest = Infinity;
    for (let i = Math.max(0, index - width + 1); i <= index; i++) lowest = Math.min(lowest, values[i]!);
    return lowest;
  });
}

/** Of long runs, every k-th value. */
export function thinned(
  values: Float64Array,
  times: Float64Array,
): { readonly floor: Float64Array; readonly times: Float64Array } {
  const every = Math.ceil(values.length / MAX_VALUES);
  const keep = (_: number, index: number): boolean => index % every === 0;
  return { floor: values.filter(keep), times: times.filter(keep) };
}

function pText(p: number): string {
  return p < 0.001 ? '< 0.001' : `= ${numberText(Number(p.toPrecision(2)))}`;
}
