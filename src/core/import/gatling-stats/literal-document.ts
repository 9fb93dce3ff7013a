import { AppError, type ErrorPlace } from '#shared/contract/errors.ts';
import { MAX_KEPT_REJECTS } from '../importer.ts';
import { RejectLog } from '../reject-log.ts';
import {
  isSpace,
  LiteralError,
  parseLiteral,
  skipToText,
  type Dialect,
  type Literal,
} from './literal-parser.ts';

const LINE_FEED = 10;
const RAW_BYTES = 240;

/** A report that was read as a whole, with the places of what is in it. */
export class LiteralDocument {
  readonly rejects = new RejectLog();
  private readonly bytes: Uint8Array;
  private readonly literal: Literal;
  private readonly lines: LineCounter;

  /**
   * @param start first byte of the value
   * @param rest what may follow the value: `nothing` but white space, or `anything`
   * @throws {AppError} `file-damaged` with the place
   */
  constructor(
    bytes: Uint8Array,
    dialect: Dialect,
    start = skipToText(bytes),
    rest: 'nothing' | 'anything' = 'nothing',
  ) {
    this.bytes = bytes;
    this.lines = new LineCounter(bytes);
    this.literal = this.read(dialect, start);
    if (rest === 'nothing') this.checkRest(this.literal.end);
  }

  get value(): unknown {
    return this.literal.value;
  }

  /** Counts an entry that cannot be read. The place is its own where it is an object or a list, otherwise that of its holder. */
  reject(entry: unknown, holder: object, reason: string): void {
    const byte = this.startOf(entry) ?? this.startOf(holder) ?? 0;
    const line = this.rejects.kept.length < MAX_KEPT_REJECTS ? this.lines.lineOf(byte) : 1;
    this.rejects.add(line, byte, reason, this.bytes, byte, Math.min(this.bytes.length, byte + RAW_BYTES));
  }

  /** For a document that is sound but not what it should be. */
  damaged(message: string, hint: string, at: unknown = this.value): AppError {
    const byte = this.startOf(at) ?? 0;
    return new AppError('file-damaged', message, { hint, place: this.placeOf(byte) });
  }

  private read(dialect: Dialect, start: number): Literal {
    try {
      return parseLiteral(this.bytes, start, dialect);
    } catch (error) {
      if (!(error instanceof LiteralError)) throw error;
      throw this.unreadable(error);
    }
  }

  private checkRest(end: number): void {
    let at = end;
    while (at < this.bytes.length && isSpace(this.bytes[at]!)) at += 1;
    if (at < this.bytes.length)
      throw this.unreadable(new LiteralError('something follows the end of the report', at));
  }

  private unreadable(error: LiteralError): AppError {
    const place = this.placeOf(error.byte);
    const atEnd = error.byte >= this.bytes.length;
    return new AppError(
      'file-damaged',
      atEnd
        ? `The report is cut off: it ends in line ${place.line}, before it is complete.`
        : `The report is damaged in line ${place.line}, at byte ${error.byte}: ${error.message}.`,
      {
        hint: atEnd
          ? 'Copy the file again; if it was cut when it was written, open the results that the report was made from.'
          : 'Open the file as the tool wrote it, or the results that the report was made from.',
        place,
        cause: error,
      },
    );
  }

  private placeOf(byte: number): ErrorPlace & { readonly line: number } {
    return { line: this.lines.lineOf(byte), byte };
  }

  private startOf(value: unknown): number | undefined {
    return typeof value === 'object' && value !== null ? this.literal.starts.get(value) : undefined;
  }
}

/** Lines from 1. Places are mostly asked for in their order, so that the text is gone through once. */
class LineCounter {
  private readonly bytes: Uint8Array;
  private byte = 0;
  private line = 1;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  lineOf(byte: number): number {
    if (byte < this.byte) {
      this.byte = 0;
      this.line = 1;
    }
    for (; this.byte < byte; this.byte++) if (this.bytes[this.byte] === LINE_FEED) this.line += 1;
    return this.line;
  }
}

/** An object of a document, by its members; null when it is none. */
export function membersOf(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null;
}

/** Own members only: `membersOf(x)['constructor']` would find what every object has. */
export function memberOf(value: unknown, name: string): unknown {
  const members = membersOf(value);
  return members !== null && Object.hasOwn(members, name) ? members[name] : undefined;
}
