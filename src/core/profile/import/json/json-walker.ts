import { AppError } from '#shared/contract/errors.ts';
import { MAX_PIECE_BYTES } from '../profile-reader.ts';
import type { JsonVisitor, RawArrayReader } from './json-visitor.ts';
import { UNFINISHED, ValueScanner } from './value-scanner.ts';

const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const QUOTE = 0x22;
const COLON = 0x3a;
const COMMA = 0x2c;

interface Level {
  readonly array: boolean;
  index: number;
}

type State =
  | 'value'
  /** First thing in an object or array: may be its end. */
  | 'first'
  | 'key'
  | 'behind'
  | 'skipping'
  | 'whole'
  | 'elements'
  | 'raw'
  | 'done';

/**
 * Walks through a JSON document of any size piece by piece and hands a visitor the parts that it wants. Never holds the
 * document: V8 cannot make a string of more than 512 MB.
 */
export class JsonWalker {
  private readonly visitor: JsonVisitor;
  private readonly what: string;
  private readonly levels: Level[] = [];
  private readonly path: (string | number)[] = [];
  private readonly scanner = new ValueScanner();
  private readonly decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  private state: State = 'value';
  private raw: RawArrayReader | null = null;
  /** Bytes of the value at hand that were scanned already. */
  private scanned = 0;
  /** Place of `bytes[0]` in the document. */
  private base = 0;
  private bytes: Uint8Array = new Uint8Array(0);
  private end = 0;
  private final = false;
  /** How far a step that ran out of bytes got. */
  private held = 0;

  /** @param what the file in words, for messages: "CPU profile" */
  constructor(what: string, visitor: JsonVisitor) {
    this.what = what;
    this.visitor = visitor;
  }

  /** The document has been read to its end. */
  get complete(): boolean {
    return this.state === 'done';
  }

  /** @returns bytes that are done with @throws {AppError} `file-damaged` */
  consume(bytes: Uint8Array, length: number, final: boolean): number {
    this.bytes = bytes;
    this.end = length;
    this.final = final;
    let at = 0;
    for (;;) {
      const next = this.step(at);
      if (next === UNFINISHED) break;
      at = next;
      if (this.state === 'done') {
        at = length;
        break;
      }
    }
    at = Math.max(at, this.held);
    this.held = 0;
    this.base += at;
    this.bytes = new Uint8Array(0);
    if (length - at >= MAX_PIECE_BYTES) throw this.damaged('a single value in it is too large', at);
    return at;
  }

  /** Gets on by one thing. @returns the place behind it, or {@link UNFINISHED} when more bytes are needed */
  private step(at: number): number {
    switch (this.state) {
      case 'skipping':
        return this.skip(at);
      case 'whole':
        return this.whole(at);
      case 'elements':
        return this.elements(at);
      case 'raw':
        return this.readRaw(at);
      case 'done':
        return this.end;
      case 'value':
      case 'first':
      case 'key':
      case 'behind':
        return this.token(at);
    }
  }

  private token(from: number): number {
    const at = this.blanks(from);
    if (at === this.end) return this.wait(at);
    const byte = this.bytes[at]!;
    const level = this.levels.at(-1);
    if (this.state === 'behind') {
      if (level === undefined) return this.finishDocument();
      if (byte === COMMA) {
        this.state = level.array ? 'value' : 'key';
        return at + 1;
      }
      if (byte === (level.array ? CLOSE_BRACKET : CLOSE_BRACE)) return this.leave(at);
      throw this.damaged(`a comma or a closing bracket is missing`, at);
    }
    const mayEnd = level !== undefined && (level.array || this.state !== 'value');
    if (mayEnd && byte === (level.array ? CLOSE_BRACKET : CLOSE_BRACE)) {
      // Tools that write while they run put a comma behind every element, the last one too.
      return this.leave(at);
    }
    if (this.state === 'key' || (this.state === 'first' && level?.array === false)) return this.key(at);
    return this.beginValue(at, byte, level);
  }

  private key(at: number): number {
    if (this.bytes[at] !== QUOTE) throw this.damaged('a name in quotes is missing', at);
    this.scanner.reset();
    const close = this.scanner.scan(this.bytes, at, this.end);
    if (close === UNFINISHED) return this.wait(at);
    const colon = this.blanks(close);
    if (colon === this.end) return this.wait(at);
    if (this.bytes[colon] !== COLON) throw this.damaged('a colon is missing', colon);
    this.path.push(String(this.parse(at, close)));
    this.state = 'value';
    return colon + 1;
  }

  private beginValue(at: number, byte: number, level: Level | undefined): number {
    if (level?.array === true) this.path.push(level.index++);
    const kind = byte === OPEN_BRACE ? 'object' : byte === OPEN_BRACKET ? 'array' : 'scalar';
    if (
      kind === 'scalar' &&
      (byte === COMMA || byte === COLON || byte === CLOSE_BRACKET || byte === CLOSE_BRACE)
    )
      throw this.damaged('a value is missing', at);
    const action = this.visitor.decide(this.path, kind);
    this.scanner.reset();
    this.scanned = 0;
    if (typeof action !== 'string' && kind === 'array') {
      this.raw = action;
      this.state = 'raw';
      return at + 1;
    }
    if (action === 'enter' && kind !== 'scalar') {
      this.levels.push({ array: kind === 'array', index: 0 });
      this.state = 'first';
      return at + 1;
    }
    if (action === 'elements' && kind === 'array') {
      this.state = 'elements';
      return at + 1;
    }
    this.state = action === 'value' ? 'whole' : 'skipping';
    return at;
  }

  private leave(at: number): number {
    this.levels.pop();
    this.visitor.leave?.(this.path);
    return this.endValue(at + 1);
  }

  private endValue(at: number): number {
    if (this.levels.length === 0 && this.path.length === 0) return this.finishDocument();
    this.path.pop();
    this.state = 'behind';
    return at;
  }

  private finishDocument(): number {
    this.state = 'done';
    return this.end;
  }

  private skip(at: number): number {
    const close = this.scanner.scan(this.bytes, at, this.end);
    if (close !== UNFINISHED) return this.endValue(close);
    if (this.final && this.scanner.finishes) return this.endValue(this.end);
    return this.wait(this.end);
  }

  private whole(at: number): number {
    let close = this.scanner.scan(this.bytes, at + this.scanned, this.end);
    if (close === UNFINISHED) {
      this.scanned = this.end - at;
      if (!this.final || !this.scanner.finishes) return this.wait(at);
      close = this.end;
    }
    this.visitor.value(this.path, this.parse(at, close));
    return this.endValue(close);
  }

  /** Delivers all elements that are complete. */
  private elements(from: number): number {
    const { bytes, end, scanner } = this;
    let first = -1;
    let last = from;
    let at = from + this.scanned;
    let resumed = this.scanned > 0;
    let closed = false;
    for (;;) {
      if (!resumed) {
        at = this.blanks(at);
        if (at < end && bytes[at] === COMMA) at = this.blanks(at + 1);
        if (at === end) break;
        if (bytes[at] === CLOSE_BRACKET) {
          closed = true;
          break;
        }
        scanner.reset();
      }
      const start = resumed ? this.blanksAndComma(from) : at;
      resumed = false;
      const close = scanner.scan(bytes, at, end);
      if (close === UNFINISHED) break;
      if (close === start) throw this.damaged('a value is missing', start);
      if (first < 0) first = start;
      last = close;
      at = close;
    }
    if (first >= 0) {
      const elements = this.parse(first, last, '[', ']');
      if (!Array.isArray(elements)) throw this.damaged('an array is no array', first);
      this.visitor.elements(this.path, elements);
    }
    if (closed) return this.endValue(at + 1);
    this.scanned = 0;
    // What is begun comes again, and is not scanned again.
    const rest = this.blanksAndComma(last);
    if (rest < end) this.scanned = end - last;
    return this.wait(last);
  }

  private readRaw(at: number): number {
    const reader = this.raw!;
    const next = reader.read(this.bytes, at, this.end);
    if (!reader.done) return this.wait(next);
    this.raw = null;
    return this.endValue(next);
  }

  private wait(at: number): number {
    this.held = at;
    return UNFINISHED;
  }

  private blanks(from: number): number {
    let at = from;
    while (at < this.end && this.bytes[at]! <= 0x20) at++;
    return at;
  }

  private blanksAndComma(from: number): number {
    const at = this.blanks(from);
    return at < this.end && this.bytes[at] === COMMA ? this.blanks(at + 1) : at;
  }

  private parse(from: number, to: number, before = '', behind = ''): unknown {
    const text = this.decoder.decode(this.bytes.subarray(from, to));
    try {
      return JSON.parse(before + text + behind) as unknown;
    } catch (error) {
      throw this.damaged('it is no JSON there', from, error);
    }
  }

  private damaged(why: string, at: number, cause?: unknown): AppError {
    return new AppError('file-damaged', `This ${this.what} is damaged: ${why}.`, {
      hint: 'It may have been cut short or changed by hand; record or save it again.',
      place: { byte: this.base + at },
      cause,
    });
  }
}
