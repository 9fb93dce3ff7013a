const ELLIPSIS = '…';

/**
 * Cuts texts to the room of their boxes. Widths of characters are remembered instead of measuring every text anew: kerning
 * is lost, which is less than the padding of a box.
 */
export class TextFitter {
  private readonly widths = new Map<string, number>();

  constructor(private readonly measure: (text: string) => number) {}

  widthOf(text: string): number {
    let width = 0;
    for (const character of text) width += this.characterWidth(character);
    return width;
  }

  /** The text, or its beginning and an ellipsis; empty where not even two characters fit. */
  fit(text: string, roomPx: number): string {
    const dots = this.characterWidth(ELLIPSIS);
    let width = 0;
    let kept = 0;
    let taken = 0;
    for (const character of text) {
      width += this.characterWidth(character);
      if (width > roomPx) return taken < 2 ? '' : `${text.slice(0, kept)}${ELLIPSIS}`;
      if (width + dots <= roomPx) {
        kept += character.length;
        taken++;
      }
    }
    return text;
  }

  private characterWidth(character: string): number {
    const known = this.widths.get(character);
    if (known !== undefined) return known;
    const width = this.measure(character);
    this.widths.set(character, width);
    return width;
  }
}
