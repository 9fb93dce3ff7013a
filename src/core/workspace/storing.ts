import { ensureExists } from '#shared/assert.ts';
import type { Detection } from '#shared/model/import-state.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { SmallValue, SourceWriter } from '../db/source-writer.ts';
import type { NewReport } from '../import/aggregates.ts';
import type { Importer, NewMetric, NewTransaction } from '../import/importer.ts';
import type { ReadMessage } from '../import/read-source.ts';
import type { StoredBatch } from '../import/stored-batch.ts';
import { numberMetrics, numberTransactions, type Numbering, type RunTarget } from './run-target.ts';

/** Told while a source is read. */
export interface ImportHooks {
  detected(detection: Detection): void;
  progress(bytesRead: number, rows: number, rejectedRows: number): void;
  /** All bytes are read; what is left is committing. */
  finishing(): void;
}

/** Numbers from which on a source may count. */
export interface NextIds {
  readonly run: number;
  readonly source: number;
  readonly transaction: number;
  readonly metric: number;
  readonly text: number;
  readonly tagSet: number;
  readonly outcome: number;
}

/** The run and its numbering; known as soon as the format is. */
interface Place {
  readonly importer: Importer;
  readonly target: RunTarget;
  readonly transactions: Numbering<NewTransaction>;
  readonly metrics: Numbering<NewMetric>;
}

/** Puts what a reader finds into the workspace, with the workspace's numbers for transactions and metrics. */
export class Storing {
  detection: Detection | null = null;
  hasReport = false;
  private placed: Place | null = null;
  private readonly writer: SourceWriter;
  private readonly ids: NextIds;
  private readonly hooks: ImportHooks;
  private readonly choose: (format: string) => Promise<{ importer: Importer; target: RunTarget }>;
  private checks = 0;
  private thresholds = 0;

  /** @param choose finds the run that a source of this format goes to */
  constructor(
    writer: SourceWriter,
    ids: NextIds,
    hooks: ImportHooks,
    choose: (format: string) => Promise<{ importer: Importer; target: RunTarget }>,
  ) {
    this.writer = writer;
    this.ids = ids;
    this.hooks = hooks;
    this.choose = choose;
  }

  get place(): Place {
    return ensureExists(this.placed, 'the run of a source whose format is known');
  }

  async take(message: ReadMessage): Promise<void> {
    switch (message.kind) {
      case 'detected':
        this.detection = message.detection;
        this.hooks.detected(message.detection);
        return;
      case 'format': {
        const { importer, target } = await this.choose(message.format);
        const transactions = numberTransactions(this.ids.transaction, target);
        const metrics = numberMetrics(this.ids.metric, target);
        this.placed = { importer, target, transactions, metrics };
        return;
      }
      case 'rows':
        this.renumber(message.batch);
        await this.writer.appendRows(message.batch);
        return;
      case 'texts':
        await this.writer.appendTexts(message.texts);
        return;
      case 'outcomes':
        await this.writer.appendOutcomes(message.outcomes);
        return;
      case 'tag-sets':
        await this.writer.appendTagSets(message.tagSets);
        return;
      case 'transactions':
        this.place.transactions.add(message.transactions);
        return;
      case 'metrics':
        this.place.metrics.add(message.metrics);
        return;
      case 'report':
        this.hasReport = true;
        await this.storeReport(message.report);
        return;
      case 'progress':
        this.hooks.progress(message.bytesRead, message.rows, message.rejectedRows);
        return;
    }
  }

  private renumber(batch: StoredBatch): void {
    const { transactions, metrics } = this.place;
    const column = batch.columns[batch.table === 'samples' ? 'transaction_id' : 'metric_id'];
    if (column === undefined) return;
    (batch.table === 'samples' ? transactions : metrics).apply(column.values, batch.rows);
  }

  private async storeReport({ aggregates, errors, checks, thresholds, metrics }: NewReport): Promise<void> {
    const { source } = this.ids;
    const idOf = (localId: number | null): number | null =>
      localId === null ? null : this.place.transactions.idOf(localId);
    const { writer } = this;
    await writer.appendValues(
      'aggregates',
      (aggregates ?? []).map(({ transaction, interval, figures }): SmallValue[] => [
        source,
        idOf(transaction),
        whole(interval?.startUs),
        interval?.durationMs ?? null,
        interval?.activeUsers ?? null,
        whole(figures.samples),
        whole(figures.failures),
        figures.minMs,
        figures.meanMs,
        figures.maxMs,
        figures.stdDevMs,
        figures.throughputPerSec,
        whole(figures.receivedBytes),
        whole(figures.sentBytes),
        JSON.stringify(Object.fromEntries(figures.percentilesMs)),
      ]),
    );
    await writer.appendValues(
      'reported_errors',
      (errors ?? []).map(({ transaction, code, message, count, firstUs, lastUs }): SmallValue[] => [
        source,
        idOf(transaction),
        code,
        message,
        whole(count),
        whole(firstUs),
        whole(lastUs),
      ]),
    );
    await writer.appendValues(
      'reported_checks',
      (checks ?? []).map(({ name, group, passed, failed }): SmallValue[] => [
        source,
        this.checks++,
        name,
        group,
        whole(passed),
        whole(failed),
      ]),
    );
    await writer.appendValues(
      'reported_thresholds',
      (thresholds ?? []).map(({ metric, expression, passed }): SmallValue[] => [
        source,
        this.thresholds++,
        metric,
        expression,
        passed,
      ]),
    );
    await writer.appendValues(
      'reported_metrics',
      (metrics ?? []).map(({ metric, figures }): SmallValue[] => [
        source,
        this.place.metrics.idOf(metric),
        JSON.stringify(figures),
      ]),
    );
  }

  /**
   * Samples can be added to samples. Figures of two reports cannot be put together, unless the tool itself spread one
   * report over several files.
   * @throws {AppError} `bad-request`
   */
  refuseMixture(granularityOfRun: string): void {
    const { importer, target } = this.place;
    if (target.isNew) return;
    if (this.hasReport && (granularityOfRun !== 'aggregated' || importer.runNameOf === undefined)) {
      throw new AppError('bad-request', 'A report has no samples: it cannot be part of a run with others.', {
        hint: 'Open it as a run of its own.',
      });
    }
    if (!this.hasReport && granularityOfRun === 'aggregated') {
      throw new AppError('bad-request', 'That run holds the figures of a report: samples cannot be added.', {
        hint: 'Open this file as a run of its own.',
      });
    }
  }
}

function whole(value: number | null | undefined): number | null {
  return value === null || value === undefined ? null : Math.round(value);
}
