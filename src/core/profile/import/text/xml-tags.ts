const LESS = 0x3c;
const GREATER = 0x3e;
const QUOTE = 0x22;
const APOSTROPHE = 0x27;
/** A longer tag is given up. */
const MAX_TAG_BYTES = 8 << 20;

export type XmlAttributes = ReadonlyMap<string, string>;

/** Elements of XML whose content stands in attributes; text between tags is passed over. Comes in pieces. */
export class XmlTags {
  private readonly opened: (name: string, attributes: XmlAttributes) => void;
  private readonly closed: (name: string) => void;
  private level = 0;
  private broken = false;

  /** @param closed is also called for elements that close themselves */
  constructor(opened: (name: string, attributes: XmlAttributes) => void, closed: (name: string) => void) {
    this.opened = opened;
    this.closed = closed;
  }

  /** As many elements were closed as were opened, and no tag was cut or given up. */
  get complete(): boolean {
    return this.level === 0 && !this.broken;
  }

  /** @returns how many bytes are done with */
  consume(bytes: Uint8Array, length: number, final: boolean): number {
    const view = Buffer.from(bytes.buffer, bytes.byteOffset, length);
    let at = 0;
    for (;;) {
      const start = view.indexOf(LESS, at);
      if (start < 0) return length;
      const end = endOfTag(view, start);
      if (end < 0) {
        if (!final && length - start <= MAX_TAG_BYTES) return start;
        this.broken = true;
        return length;
      }
      this.tag(view.toString('utf8', start + 1, end - 1));
      at = end;
    }
  }

  private tag(text: string): void {
    const first = text[0];
    if (first === '?' || first === '!') return;
    if (first === '/') {
      this.level--;
      this.closed(text.slice(1).trim());
      return;
    }
    const name = /^[^\s/]+/u.exec(text)?.[0];
    if (name === undefined) return;
    const attributes = new Map<string, string>();
    for (const [, key, double, single] of text.matchAll(/([^\s=/]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/gu))
      attributes.set(key!, unescaped(double ?? single ?? ''));
    this.level++;
    this.opened(name, attributes);
    if (!text.endsWith('/')) return;
    this.level--;
    this.closed(name);
  }
}

/** Behind the `>` that ends the tag, which may stand in values, too; -1 when it has not come yet. */
function endOfTag(view: Buffer, start: number): number {
  if (view[start + 1] === 0x21 && view[start + 2] === 0x2d) return behind(view, '-->', start);
  if (view[start + 1] === 0x21 && view[start + 2] === 0x5b) return behind(view, ']]>', start);
  let quote = 0;
  for (let at = start + 1; at < view.length; at++) {
    const byte = view[at]!;
    if (quote !== 0) {
      if (byte === quote) quote = 0;
    } else if (byte === QUOTE || byte === APOSTROPHE) quote = byte;
    else if (byte === GREATER) return at + 1;
  }
  return -1;
}

function behind(view: Buffer, mark: string, start: number): number {
  const found = view.indexOf(mark, start);
  return found < 0 ? -1 : found + mark.length;
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function unescaped(text: string): string {
  if (!text.includes('&')) return text;
  return text.replaceAll(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w+));/giu,
    (whole, hex?: string, decimal?: string, name?: string) => {
      if (name !== undefined) return entities[name] ?? whole;
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    },
  );
}
