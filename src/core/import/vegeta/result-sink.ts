import { RequestNames, nameEnd } from '../http-samples/request-names.ts';
import { NO_TEXT, SampleWriter } from '../http-samples/sample-writer.ts';
import type { ReaderContext, ReaderReport } from '../importer.ts';
import type { RejectLog } from '../reject-log.ts';
import type { WarningLog } from '../warning-log.ts';
import { AttackTags } from './attack-tags.ts';
import type { VegetaResult } from './result.ts';

const columns = [
  'transaction_id',
  'started_at',
  'elapsed_ms',
  'ok',
  'code_id',
  'message_id',
  'url_id',
  'tag_set_id',
  'received_bytes',
  'sent_bytes',
] as const;

/** Go's clock counts nanoseconds. */
const CLOCK_TICK_MS = 1e-6;
/** Name of requests whose URL was not written: versions before 12.6. */
const NO_URL = new TextEncoder().encode('(all requests)');

/** Turns results of Vegeta into samples. */
export class ResultSink {
  private readonly samples: SampleWriter<(typeof columns)[number]>;
  private readonly names: RequestNames;
  private readonly attacks: AttackTags;
  private readonly warnings: WarningLog;
  private readonly encoder = new TextEncoder();
  private firstUs = Infinity;
  private lastUs = -Infinity;

  constructor(context: ReaderContext, warnings: WarningLog) {
    this.samples = new SampleWriter(context, warnings, columns);
    this.names = new RequestNames((name, method) => this.samples.addTransaction(name, method), warnings);
    this.attacks = new AttackTags(context, warnings);
    this.warnings = warnings;
  }

  get rows(): number {
    return this.samples.rows;
  }

  /** @param result without {@link VegetaResult.fault} */
  add(result: VegetaResult): void {
    const { samples } = this;
    const { row, columns: to } = samples;
    const { bytes, us, code, error, url } = result;
    to.transaction_id.set(row, this.transactionOf(result));
    to.started_at.setWide(row, us);
    // One division of whole numbers: the nearest double.
    to.elapsed_ms.set(row, result.latencyNs / 1e6);
    // As `vegeta report` counts: success is the share of codes from 200 to 399.
    to.ok.set(row, code >= 200 && code < 400 ? 1 : 0);
    samples.setId(to.code_id, code === 0 ? NO_TEXT : this.codeId(code));
    samples.setId(to.message_id, samples.textId(bytes, error.start, error.end));
    const hasQuery = nameEnd(bytes, url.start, url.end) < url.end;
    samples.setId(to.url_id, hasQuery ? samples.textId(bytes, url.start, url.end) : NO_TEXT);
    samples.setId(to.tag_set_id, this.attacks.idOf(bytes, result.attack));
    samples.setSize(to.received_bytes, result.bytesIn);
    samples.setSize(to.sent_bytes, result.bytesOut);
    if (us < this.firstUs) this.firstUs = us;
    if (us > this.lastUs) this.lastUs = us;
    samples.next();
  }

  sendNames(): void {
    this.samples.sendNames();
    this.attacks.send();
  }

  finish(rejects: RejectLog, properties: Readonly<Record<string, string>>): ReaderReport {
    this.samples.finish();
    this.attacks.send();
    const attacks = [...this.attacks.names];
    const { rows } = this;
    return {
      rows,
      rejectedRows: rejects.count,
      rejects: rejects.kept,
      firstInstantUs: rows > 0 ? this.firstUs : null,
      lastInstantUs: rows > 0 ? this.lastUs : null,
      clockTickMs: CLOCK_TICK_MS,
      toolVersion: null,
      warnings: this.warnings.list(),
      properties: { ...properties, ...(attacks.length > 0 ? { attacks: attacks.join(', ') } : {}) },
    };
  }

  private transactionOf({ bytes, url, method }: VegetaResult): number {
    if (url.start === url.end) return this.names.idOf(NO_URL, 0, NO_URL.length, 0, 0);
    return this.names.idOf(bytes, url.start, nameEnd(bytes, url.start, url.end), method.start, method.end);
  }

  private codeId(code: number): number {
    const text = this.encoder.encode(String(code));
    return this.samples.textId(text, 0, text.length);
  }
}
