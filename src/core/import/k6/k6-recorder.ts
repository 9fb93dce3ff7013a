import type { Batch } from '../batch.ts';
import type { ReaderContext } from '../importer.ts';
import type { WarningLog } from '../warning-log.ts';
import { HTTP_DURATION, httpParts } from './builtin-metrics.ts';
import { MetricCatalog, type K6Metric, type KindSource } from './metric-catalog.ts';
import { RequestJoiner, type OpenRequest } from './request-joiner.ts';
import { RowWriter } from './row-writer.ts';
import { SampleFactsReader } from './sample-facts.ts';
import { TagSets, type TagSet } from './tag-sets.ts';
import { TextIds } from './text-ids.ts';
import { TextLimit } from './text-limit.ts';
import { MAX_TRANSACTIONS, MORE_NAMES, Transactions } from './transactions.ts';

/** A longer sample (31 years) is damage, and its start would be no date. */
const MAX_SAMPLE_MS = 1e12;

/**
 * Turns the points of k6 into samples and readings, whatever file they stand in: the points of an HTTP request become
 * one sample, durations of groups and gRPC calls a sample each, everything else stays a reading.
 */
export class K6Recorder {
  readonly metrics: MetricCatalog;
  readonly tagSets: TagSets;
  readonly limit: TextLimit;
  /** Points so far. */
  points = 0;
  firstUs = Infinity;
  lastUs = -Infinity;
  checksPassed = 0;
  checksFailed = 0;
  iterations = 0;
  httpRequests = 0;
  private readonly context: ReaderContext;
  private readonly warnings: WarningLog;
  private readonly texts: TextIds;
  private readonly transactions = new Transactions();
  private readonly facts: SampleFactsReader;
  private readonly rows: RowWriter;
  private readonly joiner: RequestJoiner;
  private incomplete = 0;
  private loose = 0;
  private negative = 0;

  constructor(context: ReaderContext, warnings: WarningLog, kindsFrom: KindSource = 'definitions') {
    this.context = context;
    this.warnings = warnings;
    this.limit = new TextLimit(warnings);
    this.metrics = new MetricCatalog(warnings, kindsFrom);
    this.tagSets = new TagSets(context.tagSetIds, this.limit);
    this.texts = new TextIds(context.textIds);
    this.facts = new SampleFactsReader(this.transactions, this.texts);
    this.rows = new RowWriter((batch) => {
      this.sendBatch(batch);
    }, context.arrays);
    this.joiner = new RequestJoiner(this.tagSets.none, {
      request: (request) => {
        this.addRequest(request);
      },
      late: (part, us, _ns, value, tags) => {
        this.addLoose(part, us, value, tags);
      },
    });
  }

  /** Whether the value can be kept; a sample needs a duration with which its start can be told. */
  accepts(metric: K6Metric, value: number): boolean {
    if (value <= MAX_SAMPLE_MS && value >= -MAX_SAMPLE_MS) return true;
    return metric.httpPart !== HTTP_DURATION && metric.meaning !== 'grpc' && metric.meaning !== 'group';
  }

  /**
   * @param us, @param ns time stamp of the point: µs since 1970 and 0..999 ns beyond
   * @param value in the unit of the metric; times are milliseconds
   */
  add(metric: K6Metric, us: number, ns: number, value: number, tags: TagSet): void {
    this.points += 1;
    if (us < this.firstUs) this.firstUs = us;
    if (us > this.lastUs) this.lastUs = us;
    if (metric.httpPart >= 0) {
      this.joiner.add(metric.httpPart, us, ns, value, tags);
      return;
    }
    switch (metric.meaning) {
      case 'group':
        this.addWhole(us, ns, value, tags, 'group');
        return;
      case 'grpc':
        this.addWhole(us, ns, value, tags, 'grpc');
        return;
      case 'check':
        if (value === 0) this.checksFailed += 1;
        else this.checksPassed += 1;
        break;
      case 'iteration':
        this.iterations += value;
        break;
      default:
        metric.guess?.note(value);
    }
    this.rows.reading(metric.localId, us, value, tags.id);
  }

  /** Sends all that is left and adds the warnings that only the end of the file allows. */
  finish(): void {
    this.joiner.flush();
    this.rows.flush();
    this.sendNames();
    this.sendMetrics();
    this.metrics.finish();
    const { warnings } = this;
    this.tagSets.addWarnings(warnings);
    if (this.transactions.overflow > 0) {
      warnings.add(
        'many-names',
        `More than ${MAX_TRANSACTIONS} names of requests: further ones are in "${MORE_NAMES}". In k6 a name tag groups ` +
          'addresses.',
        this.transactions.overflow,
      );
    }
    if (this.incomplete > 0) {
      warnings.add(
        'request-incomplete',
        'Requests of which not all points are in the file; what is there was kept.',
        this.incomplete,
      );
    }
    if (this.loose > 0) {
      warnings.add(
        'request-without-duration',
        'Points of HTTP requests without their http_req_duration are kept as readings, not as requests.',
        this.loose,
      );
    }
    if (this.negative > 0) {
      warnings.add('negative-duration', 'Durations below zero were kept as written.', this.negative);
    }
  }

  private addRequest(request: OpenRequest): void {
    if (!request.has(HTTP_DURATION)) {
      for (let part = 0; part < httpParts.length; part++) {
        if (request.has(part)) this.addLoose(part, request.us, request.values[part]!, request.tags);
      }
      return;
    }
    this.httpRequests += 1;
    if (!request.whole) this.incomplete += 1;
    if (request.values[HTTP_DURATION]! < 0) this.negative += 1;
    this.rows.request(request, this.facts.http(request.tags));
  }

  private addLoose(part: number, us: number, value: number, tags: TagSet): void {
    this.loose += 1;
    this.rows.reading(this.metrics.named(httpParts[part]!).localId, us, value, tags.id);
  }

  private addWhole(us: number, ns: number, value: number, tags: TagSet, kind: 'group' | 'grpc'): void {
    if (value < 0) this.negative += 1;
    const facts = kind === 'group' ? this.facts.group(tags) : this.facts.grpc(tags);
    this.rows.whole(us, ns, value, tags.id, facts);
  }

  /** What the rows refer to; to be called now and then, so that it does not pile up while batches fill slowly. */
  sendNames(): void {
    const { emit } = this.context;
    const transactions = this.transactions.takeNew();
    if (transactions.length > 0) emit.transactions(transactions);
    for (const texts of this.texts.takeNew()) emit.texts(texts);
    const tagSets = this.tagSets.takeNew();
    if (tagSets.length > 0) emit.tagSets(tagSets);
  }

  private sendBatch(batch: Batch): void {
    this.sendNames();
    if (batch.table === 'points') this.sendMetrics();
    this.context.emit.batch(batch);
  }

  /** As late as possible: a definition may follow the first point, and readings tell more the more there are. */
  private sendMetrics(): void {
    const metrics = this.metrics.takeNew();
    if (metrics.length > 0) this.context.emit.metrics(metrics);
  }
}
