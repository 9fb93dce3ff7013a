import { metricKinds, type MetricKind, type NewMetric } from '../importer.ts';
import type { WarningLog } from '../warning-log.ts';
import { builtinMetrics, httpParts } from './builtin-metrics.ts';

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

  constructor(localId: number, name: string) {
    this.localId = localId;
    this.name = name;
    this.httpPart = (httpParts as readonly string[]).indexOf(name);
    this.meaning = this.httpPart >= 0 ? 'http' : meaningOf(name);
    const builtin = builtinMetrics.get(name);
    this.kind = builtin?.kind ?? 'trend';
    this.contains = builtin?.contains ?? 'default';
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

/** The metrics of one file, by definition or, where that is missing, by their first point. */
export class MetricCatalog {
  private readonly byName = new Map<string, K6Metric>();
  private readonly warnings: WarningLog;
  private readonly all: K6Metric[] = [];
  private handedOver = 0;

  constructor(warnings: WarningLog) {
    this.warnings = warnings;
  }

  get size(): number {
    return this.all.length;
  }

  /** The metric of a point. Without a definition its type is that of the built-in metric, or a trend without unit. */
  named(name: string): K6Metric {
    let metric = this.byName.get(name);
    if (metric === undefined) {
      metric = new K6Metric(this.all.length, name);
      this.byName.set(name, metric);
      this.all.push(metric);
    }
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
    const fresh = this.all.slice(this.handedOver).map(({ localId, name, kind, contains, thresholds }) => ({
      localId,
      name,
      kind,
      contains,
      thresholds,
    }));
    this.handedOver = this.all.length;
    return fresh;
  }

  /** Adds the warnings that only the end of the file allows. */
  finish(): void {
    const unknown = this.all.filter((metric) => !metric.declared && !builtinMetrics.has(metric.name));
    if (unknown.length === 0) return;
    const names = unknown.slice(0, NAMES_IN_WARNING).map((metric) => metric.name);
    if (unknown.length > names.length) names.push('…');
    this.warnings.add(
      'metric-undefined',
      `Metrics without a definition in the file are taken for trends: ${names.join(', ')}.`,
      unknown.length,
    );
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
