import type { TimeSpan } from '#shared/model/filter.ts';
import type { Database } from '../db/database.ts';
import { cannotTell, holds, resultOf, severityOf, type ClauseResult, type Judged } from './judging.ts';
import { tooFewFor, type JudgedRun } from './judge-samples.ts';
import { baseValue, type Quantity } from './quantity.ts';
import {
  percentileOfFigure,
  type ErrorRateClause,
  type LatencyClause,
  type RuleWindow,
  type Target,
  type ThroughputClause,
} from './rule.ts';
import { figureText } from './rule-text.ts';
import { wantedTransactions } from './targets.ts';
import { countText, limitWords, rateText, shareText, someOf, spanText, timeText } from './wording.ts';
import { gridOf, windowFigures, windowSpan, type WindowFigure, type WindowGrid } from './window-figures.ts';

/** Clauses whose limit holds for windows: `over 30s` and `for 10s`. */

export type WindowClause = (LatencyClause | ErrorRateClause | ThroughputClause) & {
  readonly window: RuleWindow;
};

/** One window of one subject. */
interface Point {
  readonly span: TimeSpan;
  /** Null: empty, or too few samples to tell. */
  readonly value: number | null;
  /** Why there is no value although there are samples. */
  readonly thin: string | null;
}

interface Subject {
  /** Null: several transactions together. */
  readonly id: number | null;
  readonly name: string;
  /** In the order of time. */
  readonly points: readonly Point[];
}

interface Limits {
  readonly operator: LatencyClause['operator'];
  /** In base units. */
  readonly value: number;
  readonly words: string;
  readonly show: (value: number) => string;
}

/** `for` looks at steps of this length, or at more of them where windows are long. */
const STEP_MS = 1000;
const MAX_STEPS_PER_WINDOW = 60;

/** @param limit of a throughput: factor times load, which the clause alone does not know */
export async function judgeWindows(
  database: Database,
  judged: JudgedRun,
  clause: WindowClause,
  limit: Quantity,
  signal: AbortSignal,
): Promise<ClauseResult> {
  const { figures, scope, chosen } = judged;
  if (figures.isReport)
    return cannotTell(
      'a report has no samples whose time is known. The results that it was made from settle it',
    );
  const { run } = figures;
  if (run.startedAtUs === null) return cannotTell('the file has no time stamps, so there are no windows');
  const widthMs = baseValue(clause.window.duration);
  // The instant of the last sample belongs to the run.
  const span = scope.time ?? { fromMs: 0, toMs: run.durationMs + 1e-3 };
  if (span.toMs - span.fromMs < widthMs)
    return cannotTell(
      `what is judged (${scope.words}) is shorter than a window of ${timeText(widthMs)}. Test longer`,
    );
  const target: Target = clause.target ?? { kind: clause.kind === 'latency' ? 'each' : 'all' };
  const wanted = target.kind === 'all' ? chosen : wantedTransactions(figures, chosen, target);
  if (wanted?.length === 0)
    return cannotTell(
      target.kind === 'label'
        ? `the run has no transaction "${target.label}"; it has ${someOf(figures.transactions.map(({ label }) => label))}`
        : `no transaction of the run fits the gate's choice of transactions`,
    );
  const filter = figures.filter(null, wanted?.map(({ id }) => id) ?? null);
  const together = target.kind === 'all';
  const stepMs =
    clause.window.kind === 'over'
      ? widthMs
      : Math.max(STEP_MS, Math.ceil(widthMs / MAX_STEPS_PER_WINDOW / STEP_MS) * STEP_MS);
  // Windows overlap by half, so that a breach across two of them is seen.
  const offsets = clause.window.kind === 'over' ? [0, widthMs / 2] : [0];
  const names = new Map<number | null, string>(wanted?.map(({ id, label }) => [id, label]) ?? []);
  const points = new Map<number | null, Point[]>();
  for (const offset of offsets) {
    const grid = gridOf(span, stepMs, offset);
    const figure = clause.kind === 'latency' ? clause.figure : null;
    const found = await windowFigures(database, run, filter, grid, figure, together, signal);
    for (const id of together ? [null] : names.keys())
      points.set(id, [...(points.get(id) ?? []), ...pointsOf(found.get(id) ?? [], grid, clause)]);
  }
  const subjects = [...points].map(([id, list]): Subject => ({
    id,
    name:
      id === null ? (chosen === null ? 'All' : 'The chosen transactions together') : (names.get(id) ?? ''),
    points: list.sort((a, b) => a.span.fromMs - b.span.fromMs),
  }));
  const limits = limitsOf(clause, limit);
  const results = subjects.flatMap((subject) =>
    (clause.window.kind === 'over' ? judgeOver(subject, limits) : judgeFor(subject, limits, widthMs)).map(
      (each): Judged => ({ ...each, transactionId: subject.id }),
    ),
  );
  if (results.length === 0) return cannotTell(`there are no samples in what is judged (${scope.words})`);
  const stretch = clause.window.kind === 'over' ? 'every window of' : 'no breach as long as';
  return resultOf(results, {
    limit: limits.words,
    noun: 'transactions',
    scope: `${scope.words}, ${stretch} ${timeText(widthMs)}`,
  });
}

function limitsOf(clause: WindowClause, limit: Quantity): Limits {
  const value = baseValue(limit);
  const words = limitWords(clause.operator, limit);
  const { operator } = clause;
  switch (clause.kind) {
    case 'latency':
      return { operator, value, words, show: (ms) => `${figureText(clause.figure)} ${timeText(ms, value)}` };
    case 'error-rate':
      return { operator, value, words, show: (share) => `error rate ${shareText(share, value)}` };
    case 'throughput':
      return { operator, value, words, show: (rate) => rateText(rate, value) };
  }
}

function pointsOf(found: readonly WindowFigure[], grid: WindowGrid, clause: WindowClause): Point[] {
  if (clause.kind === 'throughput') {
    // A window without samples is one of 0/s.
    const counts = new Map(found.map(({ window, samples }) => [window, samples]));
    return Array.from({ length: grid.count }, (_, window) => ({
      span: windowSpan(grid, window),
      value: ((counts.get(window) ?? 0) * 1000) / grid.widthMs,
      thin: null,
    }));
  }
  return found.map(({ window, samples, failures, value }): Point => {
    const span = windowSpan(grid, window);
    if (clause.kind === 'error-rate') return { span, value: failures / samples, thin: null };
    const thin = tooFewFor(percentileOfFigure(clause.figure), samples);
    return { span, value: thin === null ? value : null, thin };
  });
}

/** Every window by itself; what is shown of a subject is its worst one. */
function judgeOver({ name, points }: Subject, limits: Limits): Judged[] {
  if (points.length === 0) return [];
  const known = points.flatMap(({ span, value }) => (value === null ? [] : [{ span, value }]));
  const thin = points.filter((point) => point.thin !== null);
  const severity = (value: number): number => severityOf(value, limits.operator, limits.value);
  const worst = known.reduce<(typeof known)[number] | null>(
    (a, b) => (a === null || severity(b.value) > severity(a.value) ? b : a),
    null,
  );
  const broken = known.filter(({ value }) => !holds(value, limits.operator, limits.value));
  if (worst !== null && broken.length > 0)
    return [
      {
        subject: name,
        measured: `${limits.show(worst.value)} in ${spanText(worst.span)}; ${countText(broken.length)} of ${countText(points.length)} windows break the limit`,
        outcome: 'failed',
        severity: severity(worst.value),
        reason: null,
      },
    ];
  if (thin.length > 0 || worst === null) {
    const reason = `${countText(thin.length)} of ${countText(points.length)} windows have too few samples: ${thin[0]?.thin ?? 'none has a time'}. Longer windows settle it`;
    return [{ subject: name, measured: 'too few samples', outcome: 'cannot-tell', severity: 0, reason }];
  }
  return [
    {
      subject: name,
      measured: `${limits.show(worst.value)} at worst, in ${spanText(worst.span)}`,
      outcome: 'passed',
      severity: severity(worst.value),
      reason: null,
    },
  ];
}

interface Breach {
  readonly fromMs: number;
  toMs: number;
  worst: number;
}

/** Steps in a row that break the limit; those without samples neither begin nor end that. */
function judgeFor({ name, points }: Subject, limits: Limits, longMs: number): Judged[] {
  if (points.length === 0) return [];
  const breaks = ({ value }: Point): boolean =>
    value !== null && !holds(value, limits.operator, limits.value);
  const certain = longestBreach(points, breaks, limits);
  const lasting = (breach: Breach | null): boolean =>
    breach !== null && breach.toMs - breach.fromMs >= longMs - 1e-6;
  const severity = certain === null ? 0 : (certain.toMs - certain.fromMs) / longMs;
  if (certain !== null && lasting(certain)) {
    const measured = `${limits.show(certain.worst)} at worst, beyond the limit for ${timeText(certain.toMs - certain.fromMs)} from ${spanText(certain)}`;
    return [{ subject: name, measured, outcome: 'failed', severity, reason: null }];
  }
  const thin = points.find((point) => point.thin !== null);
  const possible = longestBreach(points, (point) => point.thin !== null || breaks(point), limits);
  if (thin !== undefined && possible !== null && lasting(possible)) {
    const reason = `${spanText(possible)} has steps with too few samples: ${thin.thin ?? ''}. A limit "over" a longer window settles it`;
    return [{ subject: name, measured: 'too few samples', outcome: 'cannot-tell', severity, reason }];
  }
  const measured =
    certain === null
      ? 'never beyond the limit'
      : `beyond the limit for ${timeText(certain.toMs - certain.fromMs)} at most, ${spanText(certain)}`;
  return [{ subject: name, measured, outcome: 'passed', severity, reason: null }];
}

function longestBreach(
  points: readonly Point[],
  breaks: (point: Point) => boolean,
  limits: Limits,
): Breach | null {
  let longest: Breach | null = null;
  let current: Breach | null = null;
  const severity = (value: number): number => severityOf(value, limits.operator, limits.value);
  for (const point of points) {
    if (!breaks(point)) {
      if (point.value !== null) current = null;
      continue;
    }
    const value = point.value ?? limits.value;
    if (current === null) current = { ...point.span, worst: value };
    else {
      current.toMs = point.span.toMs;
      if (severity(value) > severity(current.worst)) current.worst = value;
    }
    if (longest === null || current.toMs - current.fromMs > longest.toMs - longest.fromMs) longest = current;
  }
  return longest;
}
