/**
 * JSON, and the literals of JavaScript that Gatling writes into `stats.js`, from bytes: so that every error has its
 * place, and so that a text that ends too early or is damaged still gives what stands before.
 */

/**
 * - json: as RFC 8259 has it; `NaN` and `Infinity` as words too, which several writers put where there is no figure.
 * - javascript: names of members may stand without quotes. Texts are as Gatling puts them there, which escapes quotes
 *   and little else: a backslash that escapes nothing stands for itself, and so does a line break.
 */
export type Dialect = 'json' | 'javascript';

/** Deeper nesting is no report: k6 groups take two levels each. */
const MAX_DEPTH = 256;
/** A report of 32 MB, the largest that is read, has about 500,000. More would be made to fill the memory. */
const MAX_CONTAINERS = 1_000_000;

const TAB = 9;
const LINE_FEED = 10;
const RETURN = 13;
const SPACE = 32;
const QUOTE = 34;
const COMMA = 44;
const COLON = 58;
const OPEN_LIST = 91;
const BACKSLASH = 92;
const CLOSE_LIST = 93;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;

const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/u;
const BARE_NAME = /^[A-Za-z_$][\w$]*$/u;
const WORDS: ReadonlyMap<string, boolean | number | null> = new Map<string, boolean | number | null>([
  ['true', true],
  ['false', false],
  ['null', null],
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
]);
const MAX_WORD_BYTES = 400;

const ESCAPE = /\\(?:u([\da-fA-F]{4})|x([\da-fA-F]{2})|([\s\S]))/gu;
const ESCAPED: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ["'", "'"],
  ['\\', '\\'],
  ['/', '/'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);

/** What is wrong, and at which byte; `byte` is the length of the text where it ends too early. */
export class LiteralError extends Error {
  readonly byte: number;

  constructor(reason: string, byte: number) {
    super(reason);
    this.byte = byte;
  }
}

export interface Literal {
  readonly value: unknown;
  /** First byte behind it. */
  readonly end: number;
  /** First byte of every object and list in it. */
  readonly starts: ReadonlyMap<object, number>;
}

/**
 * Reads one value.
 * @throws {LiteralError}
 */
export function parseLiteral(bytes: Uint8Array, start: number, dialect: Dialect): Literal {
  const parser = new LiteralParser(bytes, start, dialect);
  const end = parser.parse();
  return { value: parser.root[0], end, starts: parser.starts };
}

/** As much of a value as stands before the end of the text or an error; undefined when there is none. */
export function parseLiteralStart(bytes: Uint8Array, start: number, dialect: Dialect): unknown {
  const parser = new LiteralParser(bytes, start, dialect);
  try {
    parser.parse();
  } catch (error) {
    if (!(error instanceof LiteralError)) throw error;
  }
  return parser.root[0];
}

/** First byte behind a byte order mark and white space. */
export function skipToText(bytes: Uint8Array): number {
  let at = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  while (at < bytes.length && isSpace(bytes[at]!)) at += 1;
  return at;
}

export function isSpace(byte: number): boolean {
  return byte === SPACE || byte === LINE_FEED || byte === RETURN || byte === TAB;
}

type Container = Record<string, unknown> | unknown[];

class LiteralParser {
  /** Holds the value. Containers are put into their parents before they are filled, so that an error leaves them there. */
  readonly root: unknown[] = [];
  readonly starts = new Map<object, number>();
  private at: number;
  private depth = 0;
  private readonly bytes: Uint8Array;
  private readonly dialect: Dialect;
  private readonly decoder = new TextDecoder('utf-8', { ignoreBOM: true });

  constructor(bytes: Uint8Array, start: number, dialect: Dialect) {
    this.bytes = bytes;
    this.at = start;
    this.dialect = dialect;
  }

  /** @returns first byte behind the value */
  parse(): number {
    this.value(this.root, '');
    return this.at;
  }

  private value(holder: Container, name: string): void {
    switch (this.next()) {
      case OPEN_OBJECT:
        this.object(holder, name);
        break;
      case OPEN_LIST:
        this.list(holder, name);
        break;
      case QUOTE:
        put(holder, name, this.text());
        break;
      default:
        put(holder, name, this.word());
    }
  }

  private object(holder: Container, name: string): void {
    const members: Record<string, unknown> = {};
    this.open(holder, name, members);
    if (this.next() === CLOSE_OBJECT) {
      this.close();
      return;
    }
    for (;;) {
      const member = this.memberName();
      if (this.next() !== COLON) this.fail('a colon is missing behind a name');
      this.at += 1;
      this.value(members, member);
      const next = this.next();
      if (next === CLOSE_OBJECT) break;
      if (next !== COMMA) this.fail('a comma or a closing brace is missing');
      this.at += 1;
      this.next();
    }
    this.close();
  }

  private list(holder: Container, name: string): void {
    const items: unknown[] = [];
    this.open(holder, name, items);
    if (this.next() === CLOSE_LIST) {
      this.close();
      return;
    }
    for (;;) {
      this.value(items, '');
      const next = this.next();
      if (next === CLOSE_LIST) break;
      if (next !== COMMA) this.fail('a comma or a closing bracket is missing');
      this.at += 1;
    }
    this.close();
  }

  private open(holder: Container, name: string, container: Container): void {
    this.depth += 1;
    if (this.depth > MAX_DEPTH) this.fail(`more than ${MAX_DEPTH} levels are nested`);
    if (this.starts.size >= MAX_CONTAINERS) this.fail(`more than ${MAX_CONTAINERS} objects and lists`);
    this.starts.set(container, this.at);
    put(holder, name, container);
    this.at += 1;
  }

  private close(): void {
    this.depth -= 1;
    this.at += 1;
  }

  private memberName(): string {
    if (this.bytes[this.at] === QUOTE) return this.text();
    if (this.dialect === 'json') this.fail('a name in quotes is missing');
    const start = this.at;
    const word = this.wordText();
    if (!BARE_NAME.test(word)) this.fail('the name of a member is missing', this.cutAt(start));
    return word;
  }

  private text(): string {
    const { bytes } = this;
    const start = this.at;
    let at = start + 1;
    let hasEscapes = false;
    for (; ; at++) {
      if (at >= bytes.length) this.fail('the text ends in the middle', bytes.length);
      const byte = bytes[at]!;
      if (byte === QUOTE) break;
      if (byte === BACKSLASH) {
        hasEscapes = true;
        at += 1;
      } else if (byte < SPACE && this.dialect === 'json') {
        this.fail('a text has a line break or another control character in it', at);
      }
    }
    this.at = at + 1;
    const raw = this.decoder.decode(bytes.subarray(start + 1, at));
    if (!hasEscapes) return raw;
    return this.dialect === 'json' ? this.unescapeStrictly(raw, start) : unescapeLeniently(raw);
  }

  private unescapeStrictly(raw: string, start: number): string {
    try {
      return JSON.parse(`"${raw}"`) as string;
    } catch {
      return this.fail('a text has an escape that does not exist', start);
    }
  }

  private word(): boolean | number | null {
    const start = this.at;
    const word = this.wordText();
    const known = WORDS.get(word);
    if (known !== undefined) return known;
    if (!NUMBER.test(word)) this.fail('a value is missing', this.cutAt(start));
    return Number(word);
  }

  private wordText(): string {
    const start = this.at;
    const limit = Math.min(this.bytes.length, start + MAX_WORD_BYTES);
    while (this.at < limit && isWordByte(this.bytes[this.at]!)) this.at += 1;
    return this.decoder.decode(this.bytes.subarray(start, this.at));
  }

  /** The place of what was read last: its start, or the end of the text if that is what cut it off. */
  private cutAt(start: number): number {
    return this.at < this.bytes.length ? start : this.at;
  }

  /** The next byte that is no white space. */
  private next(): number {
    const { bytes } = this;
    while (this.at < bytes.length && isSpace(bytes[this.at]!)) this.at += 1;
    if (this.at >= bytes.length) this.fail('the text ends in the middle');
    return bytes[this.at]!;
  }

  private fail(reason: string, byte = this.at): never {
    throw new LiteralError(reason, byte);
  }
}

function put(holder: Container, name: string, value: unknown): void {
  if (Array.isArray(holder)) holder.push(value);
  else if (name === '__proto__')
    // An ordinary name in JSON; an assignment would change the prototype instead.
    Object.defineProperty(holder, name, { value, enumerable: true, configurable: true, writable: true });
  else holder[name] = value;
}

function unescapeLeniently(raw: string): string {
  return raw.replace(
    ESCAPE,
    (whole, unicode: string | undefined, byte: string | undefined, character = '') => {
      const code = unicode ?? byte;
      if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16));
      return ESCAPED.get(character as string) ?? whole;
    },
  );
}

/** Letters, digits, `+ - . _ $`: what names, numbers and words are made of. */
function isWordByte(byte: number): boolean {
  return (
    (byte >= 48 && byte <= 57) ||
    (byte >= 65 && byte <= 90) ||
    (byte >= 97 && byte <= 122) ||
    byte === 43 ||
    byte === 45 ||
    byte === 46 ||
    byte === 95 ||
    byte === 36
  );
}
