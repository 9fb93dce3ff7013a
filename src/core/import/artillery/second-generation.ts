import { z } from 'zod';
import { NO_FIGURES, type NewAggregate, type NewReportedError, type ReportedFigures } from '../aggregates.ts';
import { MAX_TEXT_BYTES, type NewTransaction } from '../importer.ts';
import { httpOutcomes } from '../reports/http-outcomes.ts';
import { counts, figures } from '../reports/lenient.ts';
import { PERIOD_MS, type FoundReport } from './found-report.ts';
import { otherMetrics } from './other-metrics.ts';

const instantMs = z.coerce.number().positive().nullish().catch(null);
const summaries = z
  .record(z.string(), figures)
  .nullish()
  .transform((members) => new Map(Object.entries(members ?? {}).map(([name, of]) => [name, new Map(of)])));
export type Summary = ReadonlyMap<string, number>;

/** Artillery 2: one of `aggregate` and of every member of `intermediate`. Times in ms. */
export const secondGeneration = z
  .object({
    counters: z
      .record(z.string(), z.unknown())
      .pipe(counts)
      .transform((list) => new Map(list)),
    rates: figures.transform((list) => new Map(list)),
    summaries,
    firstMetricAt: instantMs,
    lastMetricAt: instantMs,
    firstCounterAt: instantMs,
    lastCounterAt: instantMs,
    /** Start of the period, of the aggregate that of the last one; a text in `intermediate`. */
    period: instantMs,
  })
  .transform((stats) => ({ ...stats, generation: 2 as const }));
export type Stats = z.infer<typeof secondGeneration>;

/** Of the plugin metrics-by-endpoint; response times stand under a name of their own. */
const ENDPOINT = 'plugins.metrics-by-endpoint.';
const ENDPOINT_TIME = `${ENDPOINT}response_time.`;
const ENDPOINT_COUNTER = /^(?<name>.*)\.(?:codes\.(?<code>\d{3})|errors\.(?<message>.*))$/su;

/** The engine whose requests are counted: that of HTTP, or the first that has response times. */
function engineOf({ counters, summaries: times }: Stats): string {
  if (counters.has('http.requests') || times.has('http.response_time')) return 'http';
  for (const name of times.keys()) {
    const engine = /^(?<engine>[a-z]+)\.response_time$/u.exec(name)?.groups?.['engine'];
    if (engine !== undefined) return engine;
  }
  return 'http';
}

export function readSecondGeneration(aggregate: Stats, periods: readonly Stats[]): FoundReport {
  const engine = engineOf(aggregate);
  const transactions = new Map<string, NewTransaction>();
  const aggregates: NewAggregate[] = [];
  const errors: NewReportedError[] = [];
  const endpointIdOf = (name: string): number => {
    const known = transactions.get(name);
    if (known !== undefined) return known.localId;
    const localId = transactions.size;
    transactions.set(name, {
      localId,
      name: name.slice(0, MAX_TEXT_BYTES / 4),
      kind: 'request',
      method: null,
    });
    return localId;
  };
  const add = (stats: Stats, interval: NewAggregate['interval']): void => {
    aggregates.push({ transaction: null, interval, figures: totalOf(stats, engine) });
    for (const [name, { times, codes, messages }] of endpointsOf(stats)) {
      const transaction = endpointIdOf(name);
      const outcomes = httpOutcomes(codes, messages, transaction);
      const counted = [...codes, ...messages].reduce((sum, [, count]) => sum + count, 0);
      const samples = counted > 0 ? counted : (times.get('count') ?? null);
      const figuresOfEndpoint = {
        ...timesOf(times),
        samples,
        failures: counted > 0 ? outcomes.failures : null,
      };
      aggregates.push({ transaction, interval, figures: figuresOfEndpoint });
    }
  };
  add(aggregate, null);
  for (const period of periods) {
    const startMs = period.period ?? period.firstMetricAt ?? period.firstCounterAt;
    if (startMs == null) continue;
    add(period, { startUs: Math.round(startMs * 1000), durationMs: PERIOD_MS, activeUsers: null });
  }
  // The errors of endpoints are the same again: the list of all is kept, which has those of scripts, too.
  const { codes, messages } = outcomesOf(aggregate, engine);
  const outcomes = httpOutcomes(codes, messages);
  errors.push(...outcomes.errors);
  const statuses = outcomes.errors.filter(({ code }) => code !== null);
  const { metrics, reported } = otherMetrics(aggregate, (name) => isUsed(name, engine));
  const firstMs = aggregate.firstMetricAt ?? aggregate.firstCounterAt;
  const lastMs = aggregate.lastMetricAt ?? aggregate.lastCounterAt;
  return {
    report: { aggregates, errors, metrics: reported },
    transactions: [...transactions.values()],
    metrics,
    countedTwice: statuses.length > 0 && statuses.length < outcomes.errors.length ? outcomes.failures : 0,
    properties: { engine },
    firstInstantUs: firstMs == null ? null : Math.round(firstMs * 1000),
    lastInstantUs: lastMs == null ? null : Math.round(lastMs * 1000),
  };
}

function isUsed(name: string, engine: string): boolean {
  return (
    name.startsWith(ENDPOINT) ||
    name.startsWith('errors.') ||
    name.startsWith(`${engine}.codes.`) ||
    [`${engine}.requests`, `${engine}.request_rate`, `${engine}.response_time`].includes(name)
  );
}

interface Outcomes {
  readonly codes: [code: string, count: number][];
  readonly messages: [message: string, count: number][];
}

function outcomesOf({ counters }: Stats, engine: string): Outcomes {
  const under = (prefix: string): [string, number][] =>
    [...counters].flatMap(([name, count]): [string, number][] =>
      name.startsWith(prefix) ? [[name.slice(prefix.length, MAX_TEXT_BYTES / 4), count]] : [],
    );
  return { codes: under(`${engine}.codes.`), messages: under('errors.') };
}

function totalOf(stats: Stats, engine: string): ReportedFigures {
  const { counters, rates, summaries: times } = stats;
  const { codes, messages } = outcomesOf(stats, engine);
  const samples =
    counters.get(`${engine}.requests`) ?? times.get(`${engine}.response_time`)?.get('count') ?? null;
  return {
    ...timesOf(times.get(`${engine}.response_time`) ?? new Map()),
    samples,
    failures: samples === null ? null : httpOutcomes(codes, messages).failures,
    throughputPerSec: rates.get(`${engine}.request_rate`) ?? null,
    receivedBytes: counters.get(`${engine}.downloaded_bytes`) ?? null,
  };
}

/** `p999` is percentile 99.9. */
function timesOf(summary: Summary): ReportedFigures {
  const percentiles = new Map<number, number>();
  for (const [name, value] of summary) {
    const digits = name === 'median' ? '50' : /^p(\d+)$/u.exec(name)?.[1];
    if (digits === undefined) continue;
    const percentile = digits === '100' ? 100 : Number(`${digits.slice(0, 2)}.${digits.slice(2)}`);
    percentiles.set(percentile, value);
  }
  const of = (name: string): number | null => summary.get(name) ?? null;
  const hasTimes = of('count') !== 0;
  return {
    ...NO_FIGURES,
    minMs: hasTimes ? of('min') : null,
    meanMs: hasTimes ? of('mean') : null,
    maxMs: hasTimes ? of('max') : null,
    percentilesMs: hasTimes ? [...percentiles] : [],
  };
}

interface Endpoint extends Outcomes {
  times: Summary;
}

function endpointsOf({ counters, summaries: times }: Stats): Map<string, Endpoint> {
  const endpoints = new Map<string, Endpoint>();
  const endpointOf = (name: string): Endpoint => {
    let endpoint = endpoints.get(name);
    if (endpoint === undefined)
      endpoints.set(name, (endpoint = { times: new Map(), codes: [], messages: [] }));
    return endpoint;
  };
  for (const [name, summary] of times) {
    if (name.startsWith(ENDPOINT_TIME)) endpointOf(name.slice(ENDPOINT_TIME.length)).times = summary;
  }
  for (const [counter, count] of counters) {
    if (!counter.startsWith(ENDPOINT)) continue;
    const parts = ENDPOINT_COUNTER.exec(counter.slice(ENDPOINT.length))?.groups;
    if (parts === undefined) continue;
    const endpoint = endpointOf(parts['name']!);
    if (parts['code'] !== undefined) endpoint.codes.push([parts['code'], count]);
    else endpoint.messages.push([parts['message']!, count]);
  }
  return endpoints;
}
