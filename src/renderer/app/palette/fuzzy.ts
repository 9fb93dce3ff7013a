export interface FuzzyMatch {
  readonly score: number;
  /** Positions in the text that matched, for marking. */
  readonly positions: readonly number[];
}

const NO_MATCH = null;

/**
 * All characters of the query in order. Runs of neighbours, starts of words and the beginning count more, so that
 * `ov` finds "Overview" before "Remove", and `chpo` finds "Checkout: place order".
 */
export function fuzzyMatch(query: string, text: string): FuzzyMatch | null {
  const wanted = query.toLowerCase().replace(/\s+/g, ' ').trim();
  if (wanted === '') return { score: 0, positions: [] };
  const lower = text.toLowerCase();
  const whole = lower.indexOf(wanted);
  if (whole >= 0) {
    const positions = Array.from({ length: wanted.length }, (_, at) => whole + at);
    return {
      score: 1000 - Math.min(whole, 100) + (isWordStart(text, whole) ? 200 : 0) - text.length / 100,
      positions,
    };
  }
  return scattered(wanted.replaceAll(' ', ''), text, lower);
}

function scattered(wanted: string, text: string, lower: string): FuzzyMatch | null {
  const positions: number[] = [];
  let score = 0;
  let from = 0;
  for (const char of wanted) {
    const at = bestPosition(char, text, lower, from, positions.at(-1));
    if (at < 0) return NO_MATCH;
    if (at === (positions.at(-1) ?? -2) + 1) score += 12;
    else if (isWordStart(text, at)) score += 10;
    else score += 1;
    positions.push(at);
    from = at + 1;
  }
  return { score: score - text.length / 100, positions };
}

/** The neighbour of the last match if it fits, else the next start of a word, else the next occurrence. */
function bestPosition(
  char: string,
  text: string,
  lower: string,
  from: number,
  last: number | undefined,
): number {
  if (last !== undefined && lower[last + 1] === char) return last + 1;
  const next = lower.indexOf(char, from);
  for (let at = next; at >= 0; at = lower.indexOf(char, at + 1)) if (isWordStart(text, at)) return at;
  return next;
}

function isWordStart(text: string, at: number): boolean {
  if (at === 0) return true;
  const before = text[at - 1] ?? '';
  const here = text[at] ?? '';
  return /[^\p{L}\p{N}]/u.test(before) || (/\p{Ll}/u.test(before) && /\p{Lu}/u.test(here));
}

export interface TextPart {
  readonly from: number;
  readonly text: string;
  readonly matched: boolean;
}

/** The text cut where matched and other characters meet. */
export function textParts(text: string, positions: readonly number[]): readonly TextPart[] {
  const hit = new Set(positions);
  const parts: TextPart[] = [];
  let from = 0;
  for (let at = 1; at <= text.length; at++) {
    if (at < text.length && hit.has(at) === hit.has(from)) continue;
    parts.push({ from, text: text.slice(from, at), matched: hit.has(from) });
    from = at;
  }
  return parts;
}
