import { AppError } from '#shared/contract/errors.ts';
import type { RecordReader, ReaderReport } from './importer.ts';

/** Reports are kilobytes; what is larger is something else, or would not fit into memory twice. */
export const MAX_DOCUMENT_BYTES = 32 << 20;

/** A report that was read: what there is to say of it. */
export type DocumentReport = Omit<ReaderReport, 'rejectedRows' | 'rejects'> &
  Partial<Pick<ReaderReport, 'rejectedRows' | 'rejects'>>;

/** For formats that can be understood only as a whole: a JSON report, a page of text. */
export class DocumentReader implements RecordReader {
  rows = 0;
  rejectedRows = 0;
  private readonly pieces: Uint8Array[] = [];
  private size = 0;
  private readonly read: (bytes: Uint8Array) => DocumentReport;

  /** @param read emits what it finds; throws an `AppError` `file-damaged` when the document makes no sense */
  constructor(read: (bytes: Uint8Array) => DocumentReport) {
    this.read = read;
  }

  consume(bytes: Uint8Array, length: number): number {
    this.size += length;
    if (this.size > MAX_DOCUMENT_BYTES) {
      throw new AppError(
        'file-damaged',
        `A report of this kind is a few kilobytes, and this file has more than ${MAX_DOCUMENT_BYTES >> 20} MB.`,
        { hint: 'Open the results that the report was made from, if they are there.' },
      );
    }
    this.pieces.push(bytes.slice(0, length));
    return length;
  }

  finish(): ReaderReport {
    const whole = new Uint8Array(this.size);
    let at = 0;
    for (const piece of this.pieces.splice(0)) {
      whole.set(piece, at);
      at += piece.length;
    }
    const report = { rejectedRows: 0, rejects: [], ...this.read(whole) };
    this.rows = report.rows;
    this.rejectedRows = report.rejectedRows;
    return report;
  }
}
