import { MAX_TEXT_BYTES } from '../importer.ts';
import { MAX_REFERENCE_BYTES, XmlText } from './xml-text.ts';

const CR = 13;
const AMPERSAND = 38;
const SEMICOLON = 59;

/** So much that whoever cuts the text sees that it is too long, and where its last character ends. */
const KEPT_BYTES = MAX_TEXT_BYTES + 4;

/** Collects the text of an element, which may come in pieces; no more of it than is kept. */
export class ElementText {
  private readonly decoded = new XmlText();
  private isCut = false;

  get bytes(): Uint8Array {
    return this.decoded.bytes;
  }

  get words(): DataView {
    return this.decoded.words;
  }

  /** More than {@link MAX_TEXT_BYTES} where the text is to be cut. */
  get length(): number {
    return this.decoded.length;
  }

  get unknownReferences(): number {
    return this.decoded.unknownReferences;
  }

  clear(): void {
    this.decoded.length = 0;
    this.isCut = false;
  }

  /**
   * @param more the text may go on behind `end`
   * @returns how far it was taken: a reference or line end that may go on is left for the next call
   */
  append(bytes: Uint8Array, start: number, end: number, more: boolean): number {
    const whole = more ? wholeEnd(bytes, start, end) : end;
    if (!this.isCut) this.decoded.append(bytes, start, whole, false);
    this.limit();
    return whole;
  }

  appendVerbatim(bytes: Uint8Array, start: number, end: number): void {
    if (!this.isCut) this.decoded.appendVerbatim(bytes, start, end);
    this.limit();
  }

  private limit(): void {
    if (this.decoded.length <= MAX_TEXT_BYTES) return;
    this.isCut = true;
    this.decoded.length = Math.min(this.decoded.length, KEPT_BYTES);
  }
}

function wholeEnd(bytes: Uint8Array, start: number, end: number): number {
  if (end > start && bytes[end - 1] === CR) return end - 1;
  const first = Math.max(start, end - MAX_REFERENCE_BYTES);
  for (let at = end - 1; at >= first; at--) {
    if (bytes[at] === SEMICOLON) return end;
    if (bytes[at] === AMPERSAND) return at;
  }
  return end;
}
