/** Colours and patterns together; see `styleAt`. */
const STYLES = 40;
/** Grey, plain and crossed. */
const NO_CODE = 30;
const OTHER_CODES = 14;

/**
 * A style for each code that it has in every chart, whatever other codes there are: colours must not change while one zooms. Only where
 * two codes would look alike the later one takes the next.
 * @param codes null is a sample without a code
 * @param others the last one stands for all others
 */
export function codeStyles(codes: readonly (string | null)[], others: boolean): readonly number[] {
  const taken = new Set([NO_CODE, OTHER_CODES]);
  const styles = new Map<string, number>();
  const named = codes.slice(0, others ? -1 : undefined).filter((code) => code !== null);
  for (const code of [...named].sort()) {
    let style = firstStyle(code);
    while (taken.has(style)) style = (style + 1) % STYLES;
    taken.add(style);
    styles.set(code, style);
  }
  return codes.map((code, position) => {
    if (others && position === codes.length - 1) return OTHER_CODES;
    return code === null ? NO_CODE : styles.get(code)!;
  });
}

function firstStyle(code: string): number {
  const number = Number(code);
  if (Number.isSafeInteger(number) && number >= 0) return number % STYLES;
  let hash = 0;
  for (const character of code) hash = (hash * 31 + character.codePointAt(0)!) % 1_000_003;
  return hash % STYLES;
}
