import { isNameByte } from './sample-tag.ts';

const DASH = 45;
const BANG = 33;
const QUOTE = 34;
const APOSTROPHE = 39;
const SLASH = 47;
export const LESS_THAN = 60;
export const GREATER_THAN = 62;
const QUESTION_MARK = 63;
const BRACKET = 91;

/** Longest name of an element that is taken for one. */
export const MAX_NAME_BYTES = 256;

/** Answers of the functions here: the bytes up to the limit do not tell. */
export const UNDECIDED = -1;
export const NOT_A_TAG = -2;

/** What a `<` begins. */
export type MarkupKind =
  'start' | 'end' | 'comment' | 'cdata' | 'instruction' | 'doctype' | 'none' | 'undecided';

export function markupAt(bytes: Uint8Array, at: number, limit: number): MarkupKind {
  if (at + 1 >= limit) return 'undecided';
  const second = bytes[at + 1]!;
  if (second === SLASH) return 'end';
  if (second === QUESTION_MARK) return 'instruction';
  if (second !== BANG) return isNameByte(second) ? 'start' : 'none';
  if (at + 2 >= limit) return 'undecided';
  const third = bytes[at + 2]!;
  return third === DASH ? 'comment' : third === BRACKET ? 'cdata' : 'doctype';
}

/** The byte behind the name that starts at `from`; {@link UNDECIDED} or {@link NOT_A_TAG}. */
export function nameEndAt(bytes: Uint8Array, from: number, limit: number): number {
  let at = from;
  while (at < limit && isNameByte(bytes[at]!)) at += 1;
  if (at - from > MAX_NAME_BYTES) return NOT_A_TAG;
  if (at === limit) return UNDECIDED;
  return at === from ? NOT_A_TAG : at;
}

/** The `>` of a tag, seen from within it; {@link UNDECIDED}, or {@link NOT_A_TAG} where another tag begins before. */
export function tagEndAt(bytes: Uint8Array, from: number, limit: number): number {
  let quote = 0;
  for (let at = from; at < limit; at++) {
    const byte = bytes[at]!;
    if (byte === LESS_THAN) return NOT_A_TAG;
    if (quote !== 0) {
      if (byte === quote) quote = 0;
    } else if (byte === QUOTE || byte === APOSTROPHE) quote = byte;
    else if (byte === GREATER_THAN) return at;
  }
  return UNDECIDED;
}

/** Whether a tag that ends at this `>` is an element of its own. */
export function isSelfClosing(bytes: Uint8Array, greaterThan: number): boolean {
  return bytes[greaterThan - 1] === SLASH;
}

/** `<!--` */
export const COMMENT_START_BYTES = 4;
export const COMMENT_END = new TextEncoder().encode('-->');
export const CDATA_START = new TextEncoder().encode('<![CDATA[');
export const CDATA_END = new TextEncoder().encode(']]>');
export const INSTRUCTION_END = new TextEncoder().encode('?>');

/** A name that is compared as bytes. */
export class MarkupName {
  readonly text: string;
  readonly bytes: Uint8Array;

  constructor(text: string, bytes: Uint8Array = new TextEncoder().encode(text)) {
    this.text = text;
    this.bytes = bytes;
  }

  is(source: Uint8Array, start: number, end: number): boolean {
    const { bytes } = this;
    if (end - start !== bytes.length) return false;
    for (let i = 0; i < bytes.length; i++) if (source[start + i] !== bytes[i]) return false;
    return true;
  }

  /** Whether the name stands here as a whole; false, too, when the limit cuts it. */
  standsAt(source: Uint8Array, start: number, limit: number): boolean {
    const end = start + this.bytes.length;
    if (end >= limit || isNameByte(source[end]!)) return false;
    return this.is(source, start, end);
  }
}

/** Markup that most files are full of: compared four bytes at a time. */
export class UsualMarkup {
  readonly length: number;
  private readonly words: Int32Array;
  private readonly rest: Uint8Array;

  constructor(markup: string | Uint8Array) {
    const bytes = typeof markup === 'string' ? new TextEncoder().encode(markup) : markup;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.length = bytes.length;
    this.words = Int32Array.from({ length: bytes.length >> 2 }, (_, i) => view.getInt32(4 * i, true));
    this.rest = bytes.subarray(4 * this.words.length);
  }

  /** @param words bytes of the file */
  standsAt(words: DataView, at: number, limit: number): boolean {
    if (at + this.length > limit) return false;
    const own = this.words;
    for (let i = 0; i < own.length; i++) if (words.getInt32(at + 4 * i, true) !== own[i]) return false;
    const { rest } = this;
    const restAt = at + 4 * own.length;
    for (let i = 0; i < rest.length; i++) if (words.getUint8(restAt + i) !== rest[i]) return false;
    return true;
  }
}

/** The first place of `byte` before the limit, or -1. */
export function findByte(bytes: Uint8Array, byte: number, from: number, limit: number): number {
  const at = bytes.indexOf(byte, from);
  return at < limit ? at : -1;
}

/** The first place of `text` before the limit, or -1. */
export function findText(bytes: Uint8Array, text: Uint8Array, from: number, limit: number): number {
  const first = text[0]!;
  for (let at = findByte(bytes, first, from, limit - text.length + 1); at >= 0;) {
    let i = 1;
    while (i < text.length && bytes[at + i] === text[i]) i += 1;
    if (i === text.length) return at;
    at = findByte(bytes, first, at + 1, limit - text.length + 1);
  }
  return -1;
}
