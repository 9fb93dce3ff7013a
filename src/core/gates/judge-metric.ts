import type { MetricSummary } from '#shared/model/latency.ts';
import type { TimeSpan } from '#shared/model/filter.ts';
import { percentileKey } from '#shared/model/statistics.ts';
import type { Database } from '../db/database.ts';
import type { K6Metric } from '../latency/k6/metric-readings.ts';
import { minimumSamples } from '../statistics/order-statistics.ts';
import { cannotTell, holds, resultOf, severityOf, type ClauseResult, type Judged } from './judging.ts';
import type { JudgedRun } from './judge-samples.ts';
import { findMetric, metricFigures, metricNames } from './metric-readings.ts';
import { baseValue, dimensionOf } from './quantity.ts';
import { percentileOfFigure, type MetricClause, type MetricFigure } from './rule.ts';
import { figureText } from './rule-text.ts';
import type { AskEngine } from './run-figures.ts';
import {
  countOf,
  countText,
  limitWords,
  numberText,
  rateText,
  shareText,
  someOf,
  timeText,
} from './wording.ts';

/** Clauses about metrics that are no response times: of servers, of browsers, of scripts. */

/** One row that is held against the limit. */
interface Row {
  readonly subject: string;
  readonly count: number;
  readonly value: number | null;
  /** Of all readings; null where it is not known. */
  readonly max: number | null;
}

export interface MetricJudge {
  readonly ask: AskEngine;
  readonly database: Database;
  readonly judged: JudgedRun;
  readonly signal: AbortSignal;
}

export async function judgeMetric(judge: MetricJudge, clause: MetricClause): Promise<ClauseResult> {
  const { database, judged, signal } = judge;
  const { run } = judged.figures;
  const metric = await findMetric(database, run.id, clause.name);
  if (metric === null) return absentMetric(judge, clause);
  const figure = clause.figure ?? usualFigure(metric);
  const problem = unitProblem(metric, figure, clause);
  if (problem !== null) return cannotTell(problem);
  const percentile = percentileOfFigure(figure);
  const percentiles = percentile === null ? [] : [percentile];
  const { time } = judged.scope;
  const found = await metricFigures(database, run, metric, time, percentiles, signal);
  let scope = judged.scope.words;
  const subjectOf = (host: string | null): string =>
    host === null ? clause.name : `${clause.name} of ${host}`;
  let rows = found.map((each): Row => ({
    subject: subjectOf(each.host),
    count: each.count,
    max: each.max,
    value: figureOfReadings(each, figure),
  }));
  if (rows.length === 0) {
    // Reports, and times of requests: the engine has their figures for the whole run.
    const summary = await wholeRunSummary(judge, metric, percentiles);
    if (summary !== null && summary.count > 0) {
      scope = 'whole run';
      rows = [
        {
          subject: clause.name,
          count: summary.count,
          max: summary.max,
          value: figureOfSummary(summary, figure),
        },
      ];
    }
  }
  if (rows.length === 0)
    return cannotTell(`there are no readings of ${clause.name} in what is judged (${scope})`);
  const seconds = secondsOf(run.durationMs, scope === 'whole run' ? null : time);
  return resultOf(
    rows.map((row) => judgeRow(row, metric, figure, clause, seconds)),
    { limit: limitWords(clause.operator, clause.limit), noun: 'hosts', scope },
  );
}

/** A metric that the run does not have. */
export async function absentMetric(
  { database, judged }: MetricJudge,
  { name, ifPresent }: { readonly name: string; readonly ifPresent: boolean },
): Promise<ClauseResult> {
  const names = await metricNames(database, judged.figures.run.id);
  const known = names.length === 0 ? 'it has no metrics' : `it has ${someOf(names)}`;
  const result = cannotTell(
    `the run has no metric "${name}"; ${known}. Record it during the test, and add its file to the run`,
  );
  return { ...result, absent: ifPresent ? name : null };
}

async function wholeRunSummary(
  { ask, judged }: MetricJudge,
  metric: K6Metric,
  percentiles: readonly number[],
): Promise<MetricSummary | null> {
  const { run } = judged.figures;
  const all = await ask('k6.metrics', {
    runId: run.id,
    percentiles: percentiles.length === 0 ? [95] : [...percentiles],
  });
  return all.find(({ name }) => name === metric.name) ?? null;
}

function usualFigure({ kind }: K6Metric): MetricFigure {
  switch (kind) {
    case 'rate':
      return { kind: 'share' };
    case 'counter':
      return { kind: 'total' };
    case 'gauge':
      return { kind: 'mean' };
    case 'trend':
      return { kind: 'percentile', percentile: 95 };
  }
}

/** Why figure and limit do not go together. */
function unitProblem(metric: K6Metric, figure: MetricFigure, { limit }: MetricClause): string | null {
  switch (dimensionOf(limit)) {
    case 'time':
      return metric.contains === 'time'
        ? null
        : `${metric.name} is not a time as far as the file says: write the limit as a bare number`;
    case 'size':
      return metric.contains === 'time' ? `${metric.name} is a time, not a size` : null;
    case 'rate':
      return figure.kind === 'total'
        ? null
        : `a limit per second is for the total of a counter, not for the ${figureText(figure)} of ${metric.name}`;
    case 'share':
    case 'factor':
    case 'number':
      return null;
  }
}

function figureOfReadings(
  figures: {
    readonly count: number;
    readonly min: number;
    readonly max: number;
    readonly mean: number;
    readonly total: number;
    readonly nonZero: number;
    readonly last: number;
    readonly percentiles: Readonly<Record<string, number>>;
  },
  figure: MetricFigure,
): number | null {
  switch (figure.kind) {
    case 'percentile':
    case 'median':
      return figures.percentiles[percentileKey(percentileOfFigure(figure)!)] ?? null;
    case 'share':
      return figures.nonZero / figures.count;
    default:
      return figures[figure.kind];
  }
}

function figureOfSummary(summary: MetricSummary, figure: MetricFigure): number | null {
  switch (figure.kind) {
    case 'percentile':
    case 'median':
      return summary.percentiles[percentileKey(percentileOfFigure(figure)!)] ?? null;
    case 'mean':
    case 'min':
    case 'max':
      return summary[figure.kind];
    case 'total':
      return summary.kind === 'counter' ? summary.value : null;
    case 'share':
      return summary.kind === 'rate' ? summary.value : null;
    case 'last':
      return summary.kind === 'gauge' ? summary.value : null;
  }
}

function secondsOf(durationMs: number, time: TimeSpan | null): number {
  return (time === null ? durationMs : time.toMs - time.fromMs) / 1000;
}

function judgeRow(
  { subject, count, value, max }: Row,
  metric: K6Metric,
  figure: MetricFigure,
  clause: MetricClause,
  seconds: number,
): Judged {
  const unknown = (measured: string, reason: string): Judged => ({
    subject,
    measured,
    outcome: 'cannot-tell',
    severity: 0,
    reason,
  });
  const name = figureText(figure);
  if (value === null) return unknown(`no ${name}`, `the file does not have the ${name} of ${metric.name}`);
  const dimension = dimensionOf(clause.limit);
  if (dimension === 'rate' && seconds <= 0)
    return unknown('no rate', 'the file does not tell how long the test took');
  const perSec = dimension === 'rate';
  // Of a rate 70 % is a share of 0.7; gauges of load count per cent up to 100.
  const isShare = metric.kind === 'rate' && figure.kind === 'share';
  const limit = dimension === 'share' && !isShare ? clause.limit.value : baseValue(clause.limit);
  const shown = perSec ? value / seconds : value;
  const readings = countOf(count, 'reading');
  const measured = `${name} ${showValue(shown, limit, metric, clause, isShare)}, ${readings}`;
  if (dimension === 'share' && !isShare && max !== null && max <= 1)
    return unknown(
      measured,
      `no reading of ${subject} is above 1, so that it is no number of per cent. Write the limit as ${clause.limit.value / 100}`,
    );
  const percentile = percentileOfFigure(figure);
  const needed = percentile === null ? 0 : minimumSamples(percentile / 100);
  if (count < needed)
    return unknown(
      measured,
      `${name} takes at least ${countText(needed)} readings, and there are ${countText(count)}`,
    );
  return {
    subject,
    measured,
    outcome: holds(shown, clause.operator, limit) ? 'passed' : 'failed',
    severity: severityOf(shown, clause.operator, limit),
    reason: null,
  };
}

function showValue(
  value: number,
  limit: number,
  metric: K6Metric,
  { limit: written }: MetricClause,
  isShare: boolean,
): string {
  if (isShare) return shareText(value, limit);
  switch (dimensionOf(written)) {
    case 'rate':
      return rateText(value, limit);
    case 'share':
      return `${numberText(value, limit)} %`;
    case 'size': {
      const unit = baseValue({ value: 1, unit: written.unit });
      return `${numberText(value / unit, written.value)} ${written.unit}`;
    }
    default:
      return metric.contains === 'time' ? timeText(value, limit) : numberText(value, limit);
  }
}
