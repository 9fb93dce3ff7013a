import { NO_FIGURES, type NewAggregate, type ReportedFigures } from '../aggregates.ts';
import { isCount } from '../gatling-stats/figure.ts';
import type { NewTransaction } from '../importer.ts';
import { partsOfName, type SummaryMetric } from './metric-entry.ts';

/** The metrics whose figures are those of requests. */
const REQUESTS = 'http_reqs';
const FAILED = 'http_req_failed';
const DURATION = 'http_req_duration';
const RECEIVED = 'data_received';
const SENT = 'data_sent';

/** k6 makes `http_req_duration{expected_response:true}` by itself: the good answers, which are no kind of request. */
const BY_OUTCOME = /^expected_response\s*:/u;

export interface RequestFigures {
  readonly transactions: readonly NewTransaction[];
  readonly aggregates: readonly NewAggregate[];
  /** Names of the metrics that say nothing but what is in the aggregates. */
  readonly used: ReadonlySet<string>;
  /** A rate was computed as k6 does, because the file has only the count. */
  readonly ratesComputed: boolean;
}

/** The metrics of one selection of requests. */
type Selection = ReadonlyMap<string, SummaryMetric>;

/**
 * Requests of a summary. It has no figures by URL: there is the total, and one transaction for each selection by tags
 * that somebody made a threshold for, such as `http_req_duration{name:Place order}`.
 */
export function requestFigures(metrics: readonly SummaryMetric[], durationMs: number | null): RequestFigures {
  const byTags = new Map<string | null, Map<string, SummaryMetric>>([[null, new Map()]]);
  for (const metric of metrics) {
    const { base, tags } = partsOfName(metric.name);
    let selection = byTags.get(tags);
    if (selection === undefined) {
      selection = new Map();
      byTags.set(tags, selection);
    }
    selection.set(base, metric);
  }
  const transactions: NewTransaction[] = [];
  const aggregates: NewAggregate[] = [];
  const used = new Set<string>();
  let ratesComputed = false;
  for (const [tags, selection] of byTags) {
    const has = (name: string): boolean => selection.has(name);
    const isTransaction = tags !== null && !BY_OUTCOME.test(tags) && (has(REQUESTS) || has(DURATION));
    const isTotal = tags === null && (has(REQUESTS) || has(DURATION) || has(FAILED));
    if (!isTransaction && !isTotal) continue;
    const figures = figuresOf(selection, durationMs);
    ratesComputed ||=
      figures.throughputPerSec !== null && selection.get(REQUESTS)?.figures['rate'] === undefined;
    let transaction: number | null = null;
    if (tags !== null) {
      transaction = transactions.length;
      transactions.push({ localId: transaction, name: tags, kind: 'request', method: null });
    }
    aggregates.push({ transaction, interval: null, figures });
    for (const name of [REQUESTS, FAILED, DURATION]) {
      const metric = selection.get(name);
      if (metric !== undefined) used.add(metric.name);
    }
  }
  return { transactions, aggregates, used, ratesComputed };
}

function figuresOf(selection: Selection, durationMs: number | null): ReportedFigures {
  const of = (metric: string, ...names: readonly string[]): number | null => {
    const figures = selection.get(metric)?.figures ?? {};
    for (const name of names) if (Object.hasOwn(figures, name)) return figures[name]!;
    return null;
  };
  // TRAP: the passes of http_req_failed are the requests that failed (matches: the same in the machine-readable summary).
  const failures = countOf(of(FAILED, 'passes', 'matches'));
  const samples =
    countOf(of(REQUESTS, 'count')) ??
    countOf(of(DURATION, 'count')) ??
    countOf(of(FAILED, 'total')) ??
    countOf(sum(of(FAILED, 'passes'), of(FAILED, 'fails')));
  // k6 prints zeros for a selection that selected nothing.
  const times = samples === 0 ? {} : (selection.get(DURATION)?.figures ?? {});
  return {
    ...NO_FIGURES,
    samples,
    failures,
    minMs: times['min'] ?? null,
    meanMs: times['avg'] ?? null,
    maxMs: times['max'] ?? null,
    percentilesMs: percentilesOf(times),
    throughputPerSec: of(REQUESTS, 'rate') ?? rateOf(of(REQUESTS, 'count'), durationMs),
    receivedBytes: countOf(of(RECEIVED, 'count')),
    sentBytes: countOf(of(SENT, 'count')),
  };
}

/** `med` and `p(50)` are the same. Names have brackets in all layouts but the machine-readable summary of k6 1.8. */
function percentilesOf(figures: Readonly<Record<string, number>>): [percentile: number, valueMs: number][] {
  const values = new Map<number, number>();
  for (const [name, value] of Object.entries(figures)) {
    const match = /^p(?:\((\d+(?:\.\d+)?)\)|(\d+(?:\.\d+)?))$/u.exec(name);
    const percentile = name === 'med' ? 50 : Number(match?.[1] ?? match?.[2] ?? Number.NaN);
    if (percentile >= 0 && percentile <= 100) values.set(percentile, value);
  }
  return [...values].sort(([a], [b]) => a - b);
}

/** As k6 computes the rate of a counter: by the duration of the whole test, with setup and ramps. */
function rateOf(count: number | null, durationMs: number | null): number | null {
  if (count === null || durationMs === null || durationMs <= 0) return null;
  const rate = count / (durationMs / 1000);
  return Number.isFinite(rate) ? rate : null;
}

function countOf(value: number | null): number | null {
  return value !== null && isCount(value) ? value : null;
}

function sum(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a + b;
}
