import { AppError } from '#shared/contract/errors.ts';
import { ByteInterner } from '../byte-interner.ts';
import type { RawArrayReader } from '../json/json-visitor.ts';
import { UNFINISHED, ValueScanner } from '../json/value-scanner.ts';
import type { NodeTree } from './node-tree.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const MINUS = 0x2d;
const ZERO = 0x30;
const NINE = 0x39;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

const encoder = new TextEncoder();
const ID = encoder.encode('id');
const CALL_FRAME = encoder.encode('callFrame');
const CHILDREN = encoder.encode('children');
const PARENT = encoder.encode('parent');
const HIT_COUNT = encoder.encode('hitCount');

const FOUR_QUOTES = 0x22222222;
const FOUR_BACKSLASHES = 0x5c5c5c5c;

/**
 * Reads the `nodes` of a .cpuprofile without objects and strings: call frames are told apart by their bytes, so each
 * becomes a frame once, however many nodes it has.
 */
export class NodeArrayReader implements RawArrayReader {
  done = false;
  private readonly tree: NodeTree;
  /** The raw JSON of call frames; the number of one is the frame key of its nodes. */
  readonly callFrames = new ByteInterner();
  private readonly hits: (hitCount: number) => void;
  private readonly scanner = new ValueScanner();
  private bytes: Uint8Array = new Uint8Array(0);
  private words = new DataView(this.bytes.buffer);
  private end = 0;
  /** Place of the scan; beyond `end` when the node at hand is cut. */
  private at = 0;
  private value = 0;
  private readonly pendingChildren: number[] = [];

  /** @param hits hears of the hit count of every node, in order */
  constructor(tree: NodeTree, hits: (hitCount: number) => void) {
    this.tree = tree;
    this.hits = hits;
  }

  read(bytes: Uint8Array, from: number, end: number): number {
    if (bytes !== this.bytes) {
      this.bytes = bytes;
      this.words = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    }
    this.end = end;
    this.at = from;
    for (;;) {
      this.separators();
      if (this.at >= end) return end;
      const start = this.at;
      const byte = bytes[start]!;
      if (byte === CLOSE_BRACKET) {
        this.done = true;
        return start + 1;
      }
      if (byte !== OPEN_BRACE) throw damaged();
      if (!this.node()) return start;
    }
  }

  /** @returns whether the node is complete */
  private node(): boolean {
    const { bytes, end, pendingChildren } = this;
    pendingChildren.length = 0;
    let id = Number.NaN;
    let parent = Number.NaN;
    let frame = -1;
    let hitCount = 0;
    this.at++;
    for (;;) {
      this.separators();
      if (this.at >= end) return false;
      if (bytes[this.at] === CLOSE_BRACE) {
        this.at++;
        break;
      }
      if (bytes[this.at] !== QUOTE) throw damaged();
      const key = this.at + 1;
      const keyEnd = this.stringEnd(key);
      if (keyEnd < 0) return false;
      this.at = keyEnd + 1;
      this.blanks();
      if (this.at >= end) return false;
      if (bytes[this.at] !== COLON) throw damaged();
      this.at++;
      this.blanks();
      if (this.at >= end) return false;
      if (this.is(key, keyEnd, ID)) {
        if (!this.integer()) return false;
        id = this.value;
      } else if (this.is(key, keyEnd, CALL_FRAME)) {
        frame = this.callFrame();
        if (frame < 0) return false;
      } else if (this.is(key, keyEnd, CHILDREN) && bytes[this.at] === OPEN_BRACKET) {
        if (!this.children()) return false;
      } else if (this.is(key, keyEnd, PARENT)) {
        if (!this.integer()) return false;
        parent = this.value;
      } else if (this.is(key, keyEnd, HIT_COUNT)) {
        if (!this.integer()) return false;
        hitCount = this.value;
      } else if (!this.skip()) return false;
    }
    if (frame < 0 || Number.isNaN(id)) throw damaged();
    const owner = this.tree.count;
    for (const child of pendingChildren) this.tree.addChild(owner, child);
    this.tree.addNode(id, frame, parent);
    this.hits(hitCount);
    return true;
  }

  private callFrame(): number {
    const { bytes, end } = this;
    const start = this.at;
    if (bytes[start] !== OPEN_BRACE) throw damaged();
    let depth = 0;
    for (let i = start; i < end; i++) {
      const byte = bytes[i]!;
      if (byte === QUOTE) {
        i = this.stringEnd(i + 1);
        if (i < 0) return -1;
      } else if (byte === OPEN_BRACE) depth++;
      else if (byte === CLOSE_BRACE && --depth === 0) {
        this.at = i + 1;
        return this.callFrames.idOf(bytes, start, i + 1);
      }
    }
    return -1;
  }

  private children(): boolean {
    const { bytes, end } = this;
    this.at++;
    for (;;) {
      this.separators();
      if (this.at >= end) return false;
      if (bytes[this.at] === CLOSE_BRACKET) {
        this.at++;
        return true;
      }
      if (!this.integer()) return false;
      this.pendingChildren.push(this.value);
    }
  }

  /** Reads a whole number into `value`. @returns false when it may go on behind the bytes at hand */
  private integer(): boolean {
    const { bytes, end } = this;
    let at = this.at;
    const negative = bytes[at] === MINUS;
    if (negative) at++;
    const first = at;
    let value = 0;
    let byte = at < end ? bytes[at]! : 0;
    while (at < end && byte >= ZERO && byte <= NINE) {
      value = value * 10 + (byte - ZERO);
      byte = bytes[++at]!;
    }
    if (at >= end) return false;
    if (at === first) throw damaged();
    this.value = negative ? -value : value;
    this.at = at;
    return true;
  }

  private skip(): boolean {
    this.scanner.reset();
    const close = this.scanner.scan(this.bytes, this.at, this.end);
    if (close === UNFINISHED) return false;
    this.at = close;
    return true;
  }

  /** Place of the closing quote, -1 when it is not there. */
  private stringEnd(from: number): number {
    const { bytes, words, end } = this;
    let i = from;
    for (;;) {
      // Most bytes of a file are inside of strings: four at a time as long as none of them can be an end.
      while (i + 4 <= end) {
        const word = words.getInt32(i);
        if ((zeroBytes(word ^ FOUR_QUOTES) | zeroBytes(word ^ FOUR_BACKSLASHES)) !== 0) break;
        i += 4;
      }
      for (const stop = Math.min(end, i + 4); i < stop; i++) {
        const byte = bytes[i]!;
        if (byte === QUOTE) return i;
        if (byte === BACKSLASH) i++;
      }
      if (i >= end) return -1;
    }
  }

  private is(start: number, end: number, key: Uint8Array): boolean {
    if (end - start !== key.length) return false;
    for (let i = 0; i < key.length; i++) if (this.bytes[start + i] !== key[i]) return false;
    return true;
  }

  private blanks(): void {
    while (this.at < this.end && this.bytes[this.at]! <= 0x20) this.at++;
  }

  private separators(): void {
    while (this.at < this.end && (this.bytes[this.at]! <= 0x20 || this.bytes[this.at] === COMMA)) this.at++;
  }
}

/** Not 0 when one of four bytes is 0; bits beyond the lowest such byte mean nothing. */
function zeroBytes(word: number): number {
  return (word - 0x01010101) & ~word & 0x80808080;
}

function damaged(): AppError {
  return new AppError('file-damaged', 'This CPU profile is damaged: a node in it makes no sense.', {
    hint: 'Record or save it again.',
  });
}
