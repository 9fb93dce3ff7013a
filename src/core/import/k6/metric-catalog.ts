import { metricKinds, type MetricKind, type NewMetric } from '../importer.ts';
import type { WarningLog } from '../warning-log.ts';
import { builtinMetrics, httpParts } from './builtin-metrics.ts';
import { KindGuess } from './kind-guess.ts';

/** Metrics beyond this share one name: a script makes metrics by hand, so many come from damage or misuse. */
const MAX_METRICS = 10_000;
const MORE_METRICS = '(more metrics)';

/** How the points of a metric are kept: as part of a request, as a sample of their own, or as readings. */
export type PointMeaning = 'http' | 'grpc' | 'group' | 'check' | 'iteration' | 'reading';

export class K6Metric {
  readonly localId: number;
  readonly name: string;
  readonly meaning: PointMeaning;
  /** Place in {@link httpParts}, or -1. */
  readonly httpPart: number;
  kind: MetricKind;
  contains: NewMetric['contains'];
  thresholds: readonly string[] = [];
  /** Has a definition of its own in the file. */
  declared = false;
  /** What its readings allow to guess, where the file says nothing about it; else null. */
  readonly guess: KindGuess | null;

  constructor(localId: number, name: string, isGuessed: boolean) {
    this.localId = localId;
    this.name = name;
    this.httpPart = (httpParts as readonly string[]).indexOf(name);
    this.meaning = this.httpPart >= 0 ? 'http' : meaningOf(name);
    const builtin = builtinMetrics.get(name);
    this.kind = builtin?.kind ?? 'trend';
    this.contains = builtin?.contains ?? 'default';
    this.guess = isGuessed && builtin === undefined ? new KindGuess() : null;
  }
}

/** A metric as a file defines it; `submetrics` carry the tags they select by in their names, `name{tag:value}`. */
export interface MetricDefinition {
  readonly name: string;
  readonly kind: string;
  readonly contains: string;
  readonly thresholds: readonly string[];
  readonly submetrics: readonly { readonly name: string; readonly thresholds: readonly string[] }[];
}

const NAMES_IN_WARNING = 5;

/** Where a file says what kinds its metrics are: in definitions, or nowhere, so that readings must tell. */
export type KindSource = 'definitions' | 'readings';

/** The metrics of one file, by definition or, where that is missing, by their first point. */
export class MetricCatalog {
  private readonly kindsFrom: KindSource;
  private readonly byName = new Map<string, K6Metric>();
  private readonly warnings: WarningLog;
  private readonly all: K6Metric[] = [];
  private handedOver = 0;

  constructor(warnings: WarningLog, kindsFrom: KindSource = 'definitions') {
    this.warnings = warnings;
    this.kindsFrom = kindsFrom;
  }

  get size(): number {
    return this.all.length;
  }

  /** The metric of a point. Without a definition its type is that of the built-in metric, or a trend without unit. */
  named(name: string): K6Metric {
    const known = this.byName.get(name);
    if (known !== undefined) return known;
    if (this.all.length >= MAX_METRICS && name !== MORE_METRICS) {
      this.warnings.add(
        'many-metrics',
        `More than ${MAX_METRICS} names of metrics: further ones are in "${MORE_METRICS}".`,
      );
      return this.named(MORE_METRICS);
    }
    const metric = new K6Metric(this.all.length, name, this.kindsFrom === 'readings');
    this.byName.set(name, metric);
    this.all.push(metric);
    return metric;
  }

  define(definition: MetricDefinition): void {
    this.defineOne(definition.name, definition.kind, definition.contains, definition.thresholds);
    for (const { name, thresholds } of definition.submetrics) {
      this.defineOne(name, definition.kind, definition.contains, thresholds);
    }
  }

  /** Metrics since the last call. What is handed over can no longer change. */
  takeNew(): NewMetric[] {
    const fresh = this.all.slice(this.handedOver).map((metric) => {
      if (metric.guess !== null) metric.kind = metric.guess.settle();
      const { localId, name, kind, contains, thresholds } = metric;
      return { localId, name, kind, contains, thresholds };
    });
    this.handedOver = this.all.length;
    return fresh;
  }

  /** Adds the warnings that only the end of the file allows. */
  finish(): void {
    const { warnings } = this;
    const unknown = this.all.filter((metric) => !metric.declared && !builtinMetrics.has(metric.name));
    if (unknown.length === 0) return;
    if (this.kindsFrom === 'definitions') {
      const names = listed(unknown, ({ name }) => name);
      warnings.add(
        'metric-undefined',
        `Metrics without a definition in the file are taken for trends: ${names}.`,
        unknown.length,
      );
      return;
    }
    warnings.add(
      'metric-kinds-guessed',
      'This format does not say what kind its metrics are. Those that k6 writes itself are known by name; the others ' +
        'were told by their readings (only 0 and 1: a rate; only 1: a counter; anything else: a trend): ' +
        `${listed(unknown, ({ name, kind }) => `${name} (${kind})`)}.`,
      unknown.length,
    );
    const wrong = unknown.filter(({ guess }) => guess?.isRefuted === true);
    if (wrong.length > 0) {
      warnings.add(
        'metric-kind-wrong',
        `Later readings do not fit the kind that the first ones suggested: ${listed(wrong, ({ name }) => name)}.`,
        wrong.length,
      );
    }
  }

  private defineOne(name: string, kind: string, contains: string, thresholds: readonly string[]): void {
    const metric = this.named(name);
    if (metric.declared) return;
    metric.declared = true;
    const knownKind = metricKinds.find((known) => known === kind);
    const knownContains =
      contains === 'time' || contains === 'data' || contains === 'default' ? contains : undefined;
    if (knownKind === undefined || knownContains === undefined) {
      this.warnings.add(
        'metric-type',
        'Metrics of a type that is not known are taken for what k6 usually writes.',
      );
    }
    if (metric.localId < this.handedOver) {
      this.warnings.add(
        'metric-late',
        'Metric definitions that come long after their first point were not used.',
      );
      return;
    }
    metric.kind = knownKind ?? metric.kind;
    metric.contains = knownContains ?? metric.contains;
    metric.thresholds = thresholds;
  }
}

function listed(metrics: readonly K6Metric[], describe: (metric: K6Metric) => string): string {
  const names = metrics.slice(0, NAMES_IN_WARNING).map(describe);
  if (metrics.length > names.length) names.push('…');
  return names.join(', ');
}

function meaningOf(name: string): PointMeaning {
  switch (name) {
    case 'group_duration':
      return 'group';
    case 'grpc_req_duration':
      return 'grpc';
    case 'checks':
      return 'check';
    case 'iterations':
      return 'iteration';
    default:
      return 'reading';
  }
}
