import { pointsTable, type Batch } from '../batch.ts';
import { BatchBuilder } from '../column-builder.ts';
import type { NewMetric, NewTagSet, ReaderContext } from '../importer.ts';
import type { WarningLog } from '../warning-log.ts';
import type { PerfmonSource } from './perfmon-label.ts';

const pointColumns = ['metric_id', 'at', 'value', 'tag_set_id'] as const;

/** More hosts and metrics than anybody watches: beyond them readings are left out. */
const MAX_SERIES = 50_000;

const QUOTED_CHARACTERS = 120;

/** The readings of one metric of one host. */
export interface PerfmonSeries {
  readonly metricId: number;
  /** Null for readings without a host. */
  readonly tagSetId: number | null;
}

/**
 * Collects readings of the PerfMon plugin. It has no result type of its own: a reading is written as a sample that
 * "took" the value times 1,000 (`PerfMonSampleResult.setValue`).
 */
export class PerfmonPoints {
  /** Readings so far. */
  rows = 0;
  /** What the agent or the connection to it said instead of a reading. */
  errors = 0;
  /** Made when the first reading comes: most files have none. */
  private builder: BatchBuilder<(typeof pointColumns)[number]> | null = null;
  private readonly context: Pick<ReaderContext, 'emit' | 'tagSetIds' | 'arrays'>;
  private readonly warnings: WarningLog;
  private readonly metricIds = new Map<string, number>();
  private readonly tagSetIds = new Map<string, number>();
  private readonly series = new Map<string, PerfmonSeries>();
  private newMetrics: NewMetric[] = [];
  private newTagSets: NewTagSet[] = [];

  constructor(context: Pick<ReaderContext, 'emit' | 'tagSetIds' | 'arrays'>, warnings: WarningLog) {
    this.context = context;
    this.warnings = warnings;
  }

  get metrics(): number {
    return this.metricIds.size;
  }

  /** Null when there are too many. */
  seriesOf({ host, metric }: PerfmonSource): PerfmonSeries | null {
    const key = `${host ?? ''}\n${metric}`;
    const known = this.series.get(key);
    if (known !== undefined) return known;
    if (this.series.size >= MAX_SERIES) return null;
    const series = {
      metricId: this.metricIdOf(metric),
      tagSetId: host === null ? null : this.tagSetIdOf(host),
    };
    this.series.set(key, series);
    return series;
  }

  /** @param us time of the reading; @param thousandfold the value times 1,000, as it is written */
  add(series: PerfmonSeries | null, us: number, thousandfold: number): void {
    if (series === null) {
      this.warnings.add(
        'many-metrics',
        `More than ${MAX_SERIES} metrics of PerfMon: these readings were left out.`,
      );
      return;
    }
    this.builder ??= new BatchBuilder(
      'points',
      pointsTable,
      pointColumns,
      (batch) => this.send(batch),
      undefined,
      this.context.arrays,
    );
    const { row, columns } = this.builder;
    columns.metric_id.set(row, series.metricId);
    if (us > 0) columns.at.setWide(row, us);
    else columns.at.setNull(row);
    columns.value.set(row, thousandfold / 1000);
    if (series.tagSetId === null) columns.tag_set_id.setNull(row);
    else columns.tag_set_id.set(row, series.tagSetId);
    this.rows += 1;
    this.builder.next();
  }

  /** The agent could not be asked, or had no answer. @param message empty when nothing is said */
  addError(message: string): void {
    this.errors += 1;
    const text = message.length > QUOTED_CHARACTERS ? `${message.slice(0, QUOTED_CHARACTERS)}…` : message;
    this.warnings.add(
      'perfmon-errors',
      `PerfMon wrote errors instead of readings${text === '' ? '' : `; the first is: ${text}`}.`,
    );
  }

  finish(): void {
    this.builder?.flush();
    this.sendNew();
  }

  private metricIdOf(name: string): number {
    const known = this.metricIds.get(name);
    if (known !== undefined) return known;
    const localId = this.metricIds.size;
    this.metricIds.set(name, localId);
    this.newMetrics.push({ localId, name, kind: 'gauge', contains: 'default', thresholds: [] });
    return localId;
  }

  private tagSetIdOf(host: string): number {
    const known = this.tagSetIds.get(host);
    if (known !== undefined) return known;
    const id = this.context.tagSetIds.take();
    this.tagSetIds.set(host, id);
    this.newTagSets.push({ id, tags: [['host', host]] });
    return id;
  }

  private send(batch: Batch): void {
    this.sendNew();
    this.context.emit.batch(batch);
  }

  private sendNew(): void {
    const { emit } = this.context;
    if (this.newMetrics.length > 0) emit.metrics(this.newMetrics);
    if (this.newTagSets.length > 0) emit.tagSets(this.newTagSets);
    this.newMetrics = [];
    this.newTagSets = [];
  }
}
