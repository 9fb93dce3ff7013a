/**
 * Advance widths of the font that reports are set in (Inter, weight 400), in thousandths of the font size, from U+0020
 * to U+007E. Other letters are taken to be as wide as a capital O: an estimate that is rather too wide than too narrow.
 */
const WIDTHS = [
  281, 288, 466, 633, 642, 982, 644, 300, 365, 365, 501, 662, 288, 460, 288, 360, 631, 407, 610, 618, 646,
  593, 620, 566, 619, 620, 288, 302, 662, 662, 662, 511, 966, 690, 654, 730, 722, 601, 590, 746, 743, 269,
  571, 672, 565, 903, 753, 765, 639, 765, 644, 642, 646, 744, 690, 985, 682, 679, 629, 365, 360, 365, 471,
  456, 323, 562, 612, 571, 612, 583, 370, 613, 591, 242, 242, 549, 242, 876, 591, 600, 612, 612, 376, 528,
  327, 591, 562, 818, 546, 562, 552, 426, 333, 426, 662,
] as const;
const OTHER = 765;
/** Tabular figures: every digit is as wide as the widest. */
const DIGIT = 646;
const FULL_WIDTH = 1000;

/** Width of a text in px. */
export function textWidth(text: string, fontSize: number): number {
  let sum = 0;
  for (const character of text) {
    const code = character.codePointAt(0)!;
    if (code >= 0x30 && code <= 0x39) sum += DIGIT;
    else sum += WIDTHS[code - 0x20] ?? (code >= 0x1100 ? FULL_WIDTH : OTHER);
  }
  return (sum * fontSize) / 1000;
}

/** The text, or its start and an ellipsis, no wider than `width` px; empty where not even two letters fit. */
export function fitted(text: string, width: number, fontSize: number): string {
  if (textWidth(text, fontSize) <= width) return text;
  const letters = Array.from(text);
  let used = textWidth('…', fontSize);
  let kept = 0;
  while (kept < letters.length) {
    used += textWidth(letters[kept]!, fontSize);
    if (used > width) break;
    kept += 1;
  }
  return kept < 2 ? '' : `${letters.slice(0, kept).join('').trimEnd()}…`;
}
