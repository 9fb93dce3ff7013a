export interface FoldedLine {
  /** Root first. */
  readonly frames: readonly string[];
  /** One, or two of a difference. */
  readonly weights: readonly number[];
}

const ONE = /^(.*\S)[ \t]+([+-]?\d+(?:\.\d*)?(?:[eE][+-]?\d+)?)$/u;

/**
 * A stack and its weight, behind the last space: names may have spaces in them. Null when the line is none.
 * @param two both numbers at the end of a difference are wanted
 */
export function foldedLine(line: string, two: boolean): FoldedLine | null {
  const last = ONE.exec(line);
  if (last === null) return null;
  const weights = [Number(last[2])];
  let stack = last[1]!;
  if (two) {
    const first = ONE.exec(stack);
    if (first === null) return null;
    weights.unshift(Number(first[2]));
    stack = first[1]!;
  }
  return { frames: stack.split(';').filter((frame) => frame !== ''), weights };
}
