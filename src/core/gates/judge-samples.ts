import type { Transaction } from '#shared/model/run.ts';
import { DEFAULT_APDEX_T_MS, percentileKey } from '#shared/model/statistics.ts';
import { minimumSamples } from '../statistics/order-statistics.ts';
import type { Gate } from './gates-file.ts';
import { cannotTell, holds, resultOf, severityOf, type ClauseResult, type Judged } from './judging.ts';
import { baseValue } from './quantity.ts';
import {
  percentileOfFigure,
  type ApdexClause,
  type ErrorRateClause,
  type Figure,
  type LatencyClause,
} from './rule.ts';
import { figureText } from './rule-text.ts';
import type { Interval, RunFigures, Scope, TargetFigures } from './run-figures.ts';
import { findTargets } from './targets.ts';
import { countOf, countText, limitWords, numberText, shareText, timeText } from './wording.ts';

/** Clauses about response times, errors and Apdex of a whole phase. */

export interface JudgedRun {
  readonly figures: RunFigures;
  readonly gate: Gate;
  readonly scope: Scope;
  /** Null: the gate does not choose. */
  readonly chosen: readonly Transaction[] | null;
}

export async function judgeLatency(
  { figures, gate, scope, chosen }: JudgedRun,
  clause: LatencyClause,
): Promise<ClauseResult> {
  const target = clause.target ?? { kind: 'each' };
  const found = await findTargets(figures, chosen, target, scope.time);
  if (found.missing !== null) return cannotTell(found.missing);
  const percentile = percentileOfFigure(clause.figure);
  const ids =
    target.kind === 'all'
      ? (chosen?.map(({ id }) => id) ?? null)
      : idsOutsideHeadline(figures, found.targets);
  const intervals =
    percentile === null || gate.decidedBy === 'value'
      ? new Map<number | null, Interval>()
      : await figures.intervals(scope.time, ids, percentile);
  const judged = found.targets.map((each) => judgeTime(each, clause, intervals.get(each.id) ?? null));
  return resultOf(withIds(judged, found.targets), {
    limit: limitWords(clause.operator, clause.limit),
    noun: 'transactions',
    scope: scope.words,
  });
}

/** Intervals are of what headline figures count, unless transactions are named: those that stand apart must be. */
function idsOutsideHeadline(
  { run, transactions }: RunFigures,
  targets: readonly TargetFigures[],
): readonly number[] | null {
  const counted = new Set(transactions.filter(({ kind }) => kind === run.countedKind).map(({ id }) => id));
  const ids = targets.flatMap(({ id }) => (id === null ? [] : [id]));
  return ids.every((id) => counted.has(id)) ? null : ids;
}

/** What a percentile takes, so that it can be judged at all (method A2). */
export function tooFewFor(percentile: number | null, samples: number | null): string | null {
  if (percentile === null || samples === null) return null;
  const needed = minimumSamples(percentile / 100);
  if (samples >= needed) return null;
  return `p${percentile} takes at least ${countText(needed)} samples to be judged, and there are ${countText(samples)}`;
}

export function figureOf({ figures }: TargetFigures, figure: Figure): number | null {
  switch (figure.kind) {
    case 'percentile':
    case 'median':
      return figures.percentilesMs[percentileKey(percentileOfFigure(figure)!)] ?? null;
    case 'mean':
      return figures.meanMs;
    case 'min':
      return figures.minMs;
    case 'max':
      return figures.maxMs;
  }
}

function judgeTime(target: TargetFigures, clause: LatencyClause, interval: Interval | null): Judged {
  const { subject, figures } = target;
  const name = figureText(clause.figure);
  const limit = baseValue(clause.limit);
  const value = figureOf(target, clause.figure);
  if (value === null) {
    const none = figures.samples === 0;
    return {
      subject,
      measured: none ? 'no samples' : `no ${name}`,
      outcome: 'cannot-tell',
      severity: 0,
      reason: none
        ? 'there are no samples'
        : `${name} is not in the file; a report has the figures that its tool printed, the results themselves have all`,
    };
  }
  const samples = figures.samples === null ? '' : `, ${countOf(figures.samples, 'sample')}`;
  const between =
    interval === null
      ? ''
      : ` (95 % interval ${timeText(interval.lowMs, limit)} to ${timeText(interval.highMs, limit)})`;
  const measured = `${name} ${timeText(value, limit)}${between}${samples}`;
  const severity = severityOf(value, clause.operator, limit);
  const few = tooFewFor(percentileOfFigure(clause.figure), figures.samples);
  if (few !== null)
    return {
      subject,
      measured,
      outcome: 'cannot-tell',
      severity,
      reason: `${name} is ${timeText(value, limit)}, but ${few}; a longer test settles it`,
    };
  if (interval !== null && interval.lowMs <= limit && limit <= interval.highMs)
    return {
      subject,
      measured,
      outcome: 'cannot-tell',
      severity,
      reason: `${measured}: the interval contains the limit of ${timeText(limit)}; a longer test narrows it`,
    };
  return {
    subject,
    measured,
    outcome: holds(value, clause.operator, limit) ? 'passed' : 'failed',
    severity,
    reason: null,
  };
}

export async function judgeErrorRate(
  { figures, scope, chosen }: JudgedRun,
  clause: ErrorRateClause,
): Promise<ClauseResult> {
  const found = await findTargets(figures, chosen, clause.target ?? { kind: 'all' }, scope.time);
  if (found.missing !== null) return cannotTell(found.missing);
  const limit = baseValue(clause.limit);
  const judged = found.targets.map(({ subject, figures: { samples, failures, errorRate } }): Judged => {
    if (errorRate === null || samples === null || failures === null)
      return {
        subject,
        measured: samples === 0 ? 'no samples' : 'no count of failures',
        outcome: 'cannot-tell',
        severity: 0,
        reason: samples === 0 ? 'there are no samples' : 'the file does not say how many requests failed',
      };
    return judgeShare(subject, failures, samples, clause.operator, limit);
  });
  return resultOf(withIds(judged, found.targets), {
    limit: limitWords(clause.operator, clause.limit),
    noun: 'transactions',
    scope: scope.words,
  });
}

function withIds(judged: readonly Judged[], targets: readonly TargetFigures[]): Judged[] {
  return judged.map((each, at) => ({ ...each, transactionId: targets[at]?.id ?? null }));
}

function judgeShare(
  subject: string,
  failures: number,
  samples: number,
  operator: ErrorRateClause['operator'],
  limit: number,
): Judged {
  const rate = failures / samples;
  const measured = `error rate ${shareText(rate, limit)} (${countText(failures)} of ${countText(samples)})`;
  const severity = severityOf(rate, operator, limit);
  // So few that one failure more or less would decide: a clean sheet says nothing about such a rate.
  if (failures === 0 && limit > 0 && samples * limit < 1)
    return {
      subject,
      measured,
      outcome: 'cannot-tell',
      severity,
      reason: `none of ${countOf(samples, 'sample')} failed, but it takes at least ${countText(Math.ceil(1 / limit))} to tell a rate of ${shareText(limit)}`,
    };
  return {
    subject,
    measured,
    outcome: holds(rate, operator, limit) ? 'passed' : 'failed',
    severity,
    reason: null,
  };
}

export async function judgeApdex(
  { figures, scope, chosen }: JudgedRun,
  clause: ApdexClause,
): Promise<ClauseResult> {
  const tMs = clause.t === null ? DEFAULT_APDEX_T_MS : baseValue(clause.t);
  const found = await findTargets(figures, chosen, clause.target ?? { kind: 'all' }, scope.time, tMs);
  if (found.missing !== null) return cannotTell(found.missing);
  const limit = baseValue(clause.limit);
  const judged = found.targets.map(({ subject, figures: { apdexScore, samples } }): Judged => {
    if (apdexScore === null)
      return {
        subject,
        measured: 'no Apdex',
        outcome: 'cannot-tell',
        severity: 0,
        reason:
          samples === 0 ? 'there are no samples' : 'an Apdex takes samples, which a report does not have',
      };
    const measured = `Apdex ${numberText(apdexScore, limit)} [T ${timeText(tMs)}], ${countOf(samples ?? 0, 'sample')}`;
    const severity = severityOf(apdexScore, clause.operator, limit);
    // Apdex 1.1 marks scores of fewer than 100 samples as small.
    if ((samples ?? 0) < 100)
      return {
        subject,
        measured,
        outcome: 'cannot-tell',
        severity,
        reason: `${measured}: fewer than 100 are too few for an Apdex`,
      };
    return {
      subject,
      measured,
      outcome: holds(apdexScore, clause.operator, limit) ? 'passed' : 'failed',
      severity,
      reason: null,
    };
  });
  return resultOf(withIds(judged, found.targets), {
    limit: limitWords(clause.operator, clause.limit),
    noun: 'transactions',
    scope: scope.words,
  });
}
