import { sampleAttributes } from './attributes.ts';
import type { ReaderContext, ReaderReport, RecordReader } from '../importer.ts';
import { TimeStampReader } from '../jmeter/time-stamp.ts';
import { RejectLog } from '../reject-log.ts';
import { WarningLog } from '../warning-log.ts';
import { encodingError, encodingOf, type DocumentEncoding } from './document-encoding.ts';
import { ResultDocument } from './result-document.ts';
import { SampleRows } from './sample-rows.ts';
import { ToUtf8 } from './to-utf8.ts';
import { addDocumentWarnings } from './warnings.ts';

/** The document reader looks so many bytes beyond the place that it may read to. */
const MARGIN = 64;

/** Reads the samples, and the readings of PerfMon, of a result file in XML. */
export class JmeterXmlReader implements RecordReader {
  private readonly context: ReaderContext;
  private readonly encoding: Exclude<DocumentEncoding, { readonly kind: 'unknown' }>;
  private readonly rejects = new RejectLog();
  private readonly warnings = new WarningLog();
  private readonly sampleRows: SampleRows;
  private readonly document: ResultDocument;
  /** Null for UTF-8, which is read where it lies. */
  private readonly transcoded: ToUtf8 | null;
  /** Offset of the present piece in the file. */
  private pieceStart = 0;
  private mark: number;

  constructor(context: ReaderContext) {
    const encoding = encodingOf(context.head.bytes);
    if (encoding.kind === 'unknown') throw encodingError(context.head.name, encoding.name);
    this.context = context;
    this.encoding = encoding;
    this.mark = encoding.markBytes;
    this.transcoded = encoding.kind === 'utf-8' ? null : new ToUtf8(encoding);
    this.sampleRows = new SampleRows(context, this.warnings);
    const { transcoded } = this;
    this.document = new ResultDocument(
      this.sampleRows,
      new TimeStampReader(context.options.timeZone),
      this.rejects,
      this.warnings,
      (_, at) => (transcoded === null ? this.pieceStart + at : transcoded.placeOf(at)),
    );
  }

  get rows(): number {
    return this.sampleRows.rows + this.sampleRows.points.rows;
  }

  get rejectedRows(): number {
    return this.rejects.count;
  }

  consume(bytes: Uint8Array, length: number, final: boolean): number {
    const from = Math.min(this.mark, length);
    if (from < this.mark && !final) return 0;
    this.mark = 0;
    const done =
      this.transcoded === null
        ? this.read(bytes, from, length, final)
        : this.convert(bytes, from, length, final);
    this.pieceStart += done;
    this.sampleRows.sendTexts();
    return done;
  }

  finish(): ReaderReport {
    const { sampleRows, document } = this;
    sampleRows.finish();
    addDocumentWarnings(this.warnings, sampleRows, document, this.context.options.timeZone);
    const first = Math.min(sampleRows.firstUs, document.dump.firstUs);
    const last = Math.max(sampleRows.lastUs, document.dump.lastUs);
    return {
      rows: this.rows,
      rejectedRows: this.rejects.count,
      rejects: this.rejects.kept,
      firstInstantUs: first <= last ? first : null,
      lastInstantUs: first <= last ? last : null,
      clockTickMs: sampleRows.stampCounts.rowsOf('epoch nanoseconds') > 0 ? 1e-6 : 1,
      toolVersion: null,
      warnings: this.warnings.list(),
      properties: this.properties(),
    };
  }

  private convert(bytes: Uint8Array, from: number, length: number, final: boolean): number {
    const transcoded = this.transcoded!;
    const done = transcoded.add(bytes, from, length, final);
    const read = this.read(transcoded.bytes, 0, transcoded.length, final);
    transcoded.drop(read);
    return done;
  }

  /** @returns how many bytes are done with */
  private read(bytes: Uint8Array, from: number, length: number, final: boolean): number {
    const { document } = this;
    const words = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const limit = length - MARGIN;
    const at = limit > from ? document.read(bytes, words, from, limit, false) : from;
    document.leave(bytes, at);
    if (!final) return at;
    this.readEnd(bytes, at, length);
    return length;
  }

  /** The end of the file is read in a copy, with room behind it. */
  private readEnd(bytes: Uint8Array, from: number, length: number): void {
    const { document } = this;
    const rest = new Uint8Array(length - from + MARGIN);
    rest.set(bytes.subarray(from, length));
    const words = new DataView(rest.buffer);
    const limit = length - from;
    this.pieceStart += from;
    const at = document.read(rest, words, 0, limit, true);
    document.finish(rest, at, limit);
    this.pieceStart -= from;
  }

  private properties(): Record<string, string> {
    const { sampleRows, document, encoding } = this;
    const forms = sampleRows.stampCounts.forms();
    const properties: Record<string, string> = {};
    if (document.version !== null) properties['format version'] = document.version;
    properties['encoding'] = encoding.name;
    properties['attributes'] = this.attributeNames().join(', ');
    properties['time stamps'] = forms.length === 0 ? 'none' : forms.join(', ');
    if (forms.includes('local date and time')) properties['time zone'] = this.context.options.timeZone;
    const counts: readonly (readonly [string, number])[] = [
      ['transaction controller rows', sampleRows.controllerRows],
      ['empty transaction controller rows', sampleRows.emptyControllerRows],
      ['sub-result rows', sampleRows.subResultRows],
      ['PerfMon readings', sampleRows.points.rows],
    ];
    for (const [name, count] of counts) if (count > 0) properties[name] = String(count);
    if ((document.tag.everSeen & DATA_TYPE) !== 0) properties['columns not kept'] = 'dataType';
    if (document.skippedNames.size > 0)
      properties['elements not kept'] = [...document.skippedNames].join(', ');
    return properties;
  }

  private attributeNames(): string[] {
    const { everSeen } = this.document.tag;
    const own = sampleAttributes.filter((_, code) => (everSeen & (1 << code)) !== 0);
    return [...own.map(({ name }) => name), ...this.sampleRows.variables];
  }
}

const DATA_TYPE = 1 << sampleAttributes.findIndex(({ name }) => name === 'dt');
