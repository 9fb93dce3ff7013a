const ELLIPSIS = '…';
const ASCII = 128;

/**
 * Cuts texts to the room of their boxes. Widths of characters are remembered instead of measuring every text anew: kerning
 * is lost, which is less than the padding of a box.
 */
export class TextFitter {
  /** By code; NaN: not known yet. Most names hold nothing else. */
  private readonly ascii = new Float64Array(ASCII).fill(NaN);
  private readonly widths = new Map<string, number>();

  constructor(private readonly measure: (text: string) => number) {}

  widthOf(text: string): number {
    let width = 0;
    for (let at = 0; at < text.length; at += lengthAt(text, at)) width += this.widthAt(text, at);
    return width;
  }

  /** The text, or its beginning and an ellipsis; empty where not even two characters fit. */
  fit(text: string, roomPx: number): string {
    const dots = this.characterWidth(ELLIPSIS);
    let width = 0;
    let kept = 0;
    let taken = 0;
    for (let at = 0; at < text.length;) {
      const length = lengthAt(text, at);
      width += this.widthAt(text, at);
      if (width > roomPx) return taken < 2 ? '' : `${text.slice(0, kept)}${ELLIPSIS}`;
      if (width + dots <= roomPx) {
        kept += length;
        taken++;
      }
      at += length;
    }
    return text;
  }

  private widthAt(text: string, at: number): number {
    const code = text.charCodeAt(at);
    if (code >= ASCII) return this.characterWidth(text.slice(at, at + lengthAt(text, at)));
    const known = this.ascii[code]!;
    return Number.isNaN(known) ? (this.ascii[code] = this.measure(text.charAt(at))) : known;
  }

  private characterWidth(character: string): number {
    const known = this.widths.get(character);
    if (known !== undefined) return known;
    const width = this.measure(character);
    this.widths.set(character, width);
    return width;
  }
}

/** Code units of the character at a place: two beyond the basic plane. */
function lengthAt(text: string, at: number): number {
  return text.charCodeAt(at) < ASCII || text.codePointAt(at)! <= 0xffff ? 1 : 2;
}
