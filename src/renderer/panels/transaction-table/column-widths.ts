/** Tabular figures of Inter at 12 px, bold, and the padding of a cell. */
const DIGIT_PX = 7.8;
const SEPARATOR_PX = 4;
const PADDING_PX = 13;

/** Room for the widest of the texts, `least` at the least: a figure cut off by an ellipsis is a wrong figure. */
export function figureWidth(texts: Iterable<string>, least: number): number {
  let widest = 0;
  for (const text of texts) {
    let px = 0;
    for (const sign of text) px += /\d/.test(sign) ? DIGIT_PX : SEPARATOR_PX;
    if (px > widest) widest = px;
  }
  return Math.max(least, Math.ceil(widest + PADDING_PX));
}
