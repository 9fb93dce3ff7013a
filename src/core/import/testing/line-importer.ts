import type { Reject } from '#shared/model/run.ts';
import type { BatchColumn } from '../batch.ts';
import {
  NOT_THIS_FORMAT,
  type Importer,
  type ProbeResult,
  type ReaderContext,
  type ReaderReport,
  type RecordReader,
} from '../importer.ts';

/**
 * A format for tests of the pipeline: after the line `#lines`, one sample a line as `label elapsed startUs ok code`, or
 * one point as `!metric value`. Whatever else stands in a line is rejected.
 */
export interface LineImporterOptions {
  readonly id?: string;
  readonly batchRows?: number;
  readonly probe?: ProbeResult;
  /** Called before each row; may throw. */
  readonly onRow?: (row: number) => void;
  /** Called with the columns of every batch of samples before it is sent. */
  readonly onBatch?: (columns: Record<string, BatchColumn>, rows: number) => void;
  /** Changes what `finish` says. */
  readonly report?: Partial<ReaderReport>;
}

export function createLineImporter(options: LineImporterOptions = {}): Importer {
  const { id = 'lines', probe } = options;
  return {
    id,
    label: `Lines (${id})`,
    tool: 'liner',
    toolLabel: 'Liner',
    describes: 'one sample a line',
    group: 'load',
    probe: (head) => {
      if (probe !== undefined) return probe;
      if (!head.text.startsWith('#lines\n')) return NOT_THIS_FORMAT;
      return { score: 1, reasons: ['begins with #lines'], toolVersion: '7' };
    },
    open: (context) => new LineReader(context, options),
  };
}

/** The text of a file with `rows` samples; row `i` took `i` ms. */
export function lineFile(rows: number, from = 0): string {
  let text = '#lines\n';
  for (let row = from; row < from + rows; row++) text += lineOf(row);
  return text;
}

export function lineOf(row: number): string {
  const label = ['Home', 'Login', 'Pay'][row % 3]!;
  return `${label} ${row} ${1_700_000_000_000_000 + row * 1000} ${row % 10 === 0 ? 0 : 1} ${row % 10 === 0 ? 500 : 200}\n`;
}

class LineReader implements RecordReader {
  rows = 0;
  rejectedRows = 0;
  private readonly context: ReaderContext;
  private readonly options: LineImporterOptions;
  private readonly labels = new Map<string, number>();
  private readonly codes = new Map<string, number>();
  private readonly metrics = new Map<string, number>();
  private readonly rejects: Reject[] = [];
  private samples: [transaction: number, elapsed: number, startUs: number, ok: number, code: number][] = [];
  private points: [metric: number, value: number][] = [];
  private line = 0;
  private offset = 0;
  private firstUs: number | null = null;
  private lastUs: number | null = null;

  constructor(context: ReaderContext, options: LineImporterOptions) {
    this.context = context;
    this.options = options;
  }

  consume(bytes: Uint8Array, length: number, final: boolean): number {
    const end = final ? length : bytes.subarray(0, length).lastIndexOf(10) + 1;
    const text = new TextDecoder().decode(bytes.subarray(0, end));
    const lines = text.split('\n');
    if (lines.at(-1) === '') lines.pop();
    for (const line of lines) {
      this.line += 1;
      this.read(line);
      this.offset += new TextEncoder().encode(line).length + 1;
    }
    return end;
  }

  finish(): ReaderReport {
    this.sendSamples();
    this.sendPoints();
    return {
      rows: this.rows,
      rejectedRows: this.rejectedRows,
      rejects: this.rejects,
      firstInstantUs: this.firstUs,
      lastInstantUs: this.lastUs,
      clockTickMs: 1,
      toolVersion: '7',
      warnings: [],
      properties: { lines: String(this.line) },
      ...this.options.report,
    };
  }

  private read(line: string): void {
    if (this.line === 1 && line === '#lines') return;
    const point = /^!(?<metric>\S+) (?<value>\S+)$/u.exec(line)?.groups;
    const sample = /^(?<label>\S+) (?<elapsed>[-\d.]+) (?<start>\d+) (?<ok>[01]) (?<code>\S+)$/u.exec(
      line,
    )?.groups;
    if (point === undefined && sample === undefined) {
      this.rejectedRows += 1;
      this.rejects.push({ line: this.line, byte: this.offset, reason: 'no sample', raw: line.slice(0, 240) });
      return;
    }
    this.options.onRow?.(this.rows);
    this.rows += 1;
    if (point !== undefined) {
      this.points.push([this.metricOf(point['metric']!), Number(point['value'])]);
      return;
    }
    const startUs = Number(sample!['start']);
    this.firstUs = Math.min(this.firstUs ?? Infinity, startUs);
    this.lastUs = Math.max(this.lastUs ?? -Infinity, startUs);
    const label = this.labelOf(sample!['label']!);
    const code = this.codeOf(sample!['code']!);
    this.samples.push([label, Number(sample!['elapsed']), startUs, Number(sample!['ok']), code]);
    if (this.samples.length === (this.options.batchRows ?? 1000)) this.sendSamples();
  }

  private labelOf(name: string): number {
    let localId = this.labels.get(name);
    if (localId === undefined) {
      localId = this.labels.size;
      this.labels.set(name, localId);
      this.context.emit.transactions([{ localId, name, kind: 'request', method: null }]);
    }
    return localId;
  }

  private metricOf(name: string): number {
    let localId = this.metrics.get(name);
    if (localId === undefined) {
      localId = this.metrics.size;
      this.metrics.set(name, localId);
      this.context.emit.metrics([{ localId, name, kind: 'gauge', contains: 'default', thresholds: [] }]);
    }
    return localId;
  }

  private codeOf(code: string): number {
    let id = this.codes.get(code);
    if (id === undefined) {
      id = this.context.textIds.take();
      this.codes.set(code, id);
      const bytes = new TextEncoder().encode(code);
      this.context.emit.texts({ ids: Int32Array.of(id), bytes, offsets: Uint32Array.of(0, bytes.length) });
    }
    return id;
  }

  private sendSamples(): void {
    const rows = this.samples.length;
    if (rows === 0) return;
    const started = new Int32Array(rows * 2);
    this.samples.forEach(([, , startUs], row) => {
      const high = Math.floor(startUs / 2 ** 32);
      started[2 * row] = startUs - high * 2 ** 32;
      started[2 * row + 1] = high;
    });
    const columns: Record<string, BatchColumn> = {
      transaction_id: { values: Int32Array.from(this.samples, ([transaction]) => transaction), valid: null },
      elapsed_ms: { values: Float64Array.from(this.samples, ([, elapsed]) => elapsed), valid: null },
      started_at: { values: started, valid: null },
      ok: { values: Uint8Array.from(this.samples, ([, , , ok]) => ok), valid: null },
      code_id: { values: Int32Array.from(this.samples, (row) => row[4]), valid: null },
    };
    this.samples = [];
    this.options.onBatch?.(columns, rows);
    this.context.emit.batch({ table: 'samples', rows, columns });
  }

  private sendPoints(): void {
    const rows = this.points.length;
    if (rows === 0) return;
    const columns: Record<string, BatchColumn> = {
      metric_id: { values: Int32Array.from(this.points, ([metric]) => metric), valid: null },
      value: { values: Float64Array.from(this.points, ([, value]) => value), valid: null },
    };
    this.points = [];
    this.context.emit.batch({ table: 'points', rows, columns });
  }
}
