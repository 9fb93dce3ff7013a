import type { TextColumn } from '#shared/contract/columns.ts';
import type { ProfileFunctions } from '#shared/model/profile.ts';
import { NO_NODE, type FlameGeometry } from './flame-geometry.ts';

/** What a search found. Functions are searched, not boxes: millions of boxes cost one look each (method R1). */
export interface FunctionMatches {
  /** 1 for rows of the functions that match. */
  readonly matched: Uint8Array;
  readonly count: number;
}

/** Functions whose name, file or module fits. */
export function matchFunctions(
  functions: ProfileFunctions,
  test: (text: string) => boolean,
): FunctionMatches {
  const columns = [functions.name, functions.file, functions.module].map((column) => ({
    codes: column.codes,
    fits: fittingTexts(column, test),
  }));
  const matched = new Uint8Array(functions.count);
  let count = 0;
  for (let row = 0; row < functions.count; row++) {
    for (const { codes, fits } of columns) {
      const code = codes[row]!;
      if (code < 0 || fits[code] === 0) continue;
      matched[row] = 1;
      count++;
      break;
    }
  }
  return { matched, count };
}

/** Rows of the functions that match, ascending. */
export function matchedRows({ matched, count }: FunctionMatches): Uint32Array {
  const rows = new Uint32Array(count);
  let at = 0;
  matched.forEach((is, row) => {
    if (is === 1) rows[at++] = row;
  });
  return rows;
}

function fittingTexts(column: TextColumn, test: (text: string) => boolean): Uint8Array {
  return Uint8Array.from(column.dictionary, (text) => (test(text) ? 1 : 0));
}

/** Weight of everything in which a function that matches takes part: a box inside of another one that matches adds nothing. */
export function matchedWeight(
  nodes: { readonly parent: Int32Array; readonly function: Int32Array; readonly total: Float64Array },
  { matched }: FunctionMatches,
): number {
  const count = nodes.parent.length;
  const covered = new Uint8Array(count);
  let weight = 0;
  for (let node = 0; node < count; node++) {
    const above = nodes.parent[node]!;
    if (above >= 0 && covered[above] === 1) {
      covered[node] = 1;
    } else if (matched[nodes.function[node]!] === 1) {
      covered[node] = 1;
      weight += nodes.total[node]!;
    }
  }
  return weight;
}

/** The next box, or the one before, whose function matches; past the end it begins anew. {@link NO_NODE}: there is none. */
export function nextMatch(
  geometry: FlameGeometry,
  { matched }: FunctionMatches,
  from: number,
  step: 1 | -1,
): number {
  const count = geometry.left.length;
  const start = from < 0 ? (step === 1 ? -1 : count) : from;
  for (let i = 1; i <= count; i++) {
    const node = (((start + step * i) % count) + count) % count;
    if (matched[geometry.function[node]!] === 1 && geometry.right[node]! > geometry.left[node]!) return node;
  }
  return NO_NODE;
}

/** A box of one of several pictures. */
export interface BoxOfPicture {
  readonly picture: number;
  readonly node: number;
}

/** The same over several pictures, one after the other. Null: there is none. */
export function nextMatchOfPictures(
  pictures: readonly FlameGeometry[],
  matches: FunctionMatches,
  from: BoxOfPicture | null,
  step: 1 | -1,
): BoxOfPicture | null {
  const { length } = pictures;
  const begin = from ?? { picture: step === 1 ? 0 : length - 1, node: NO_NODE };
  for (let turn = 0; turn <= length; turn++) {
    const picture = (((begin.picture + step * turn) % length) + length) % length;
    const after = turn === 0 ? begin.node : NO_NODE;
    const node = nextMatch(pictures[picture]!, matches, after, step);
    if (node === NO_NODE) continue;
    // Past the end of this picture comes the next one, and at last this one again.
    const isPast = after !== NO_NODE && (node - after) * step <= 0;
    if (!isPast) return { picture, node };
  }
  return null;
}

/**
 * The next row of a list, or the one before, that matches; past the end it begins anew.
 * @param from the row that is chosen; one that is not in the list: none
 * @returns below 0: there is none
 */
export function nextMatchedRow(
  rows: ArrayLike<number>,
  matches: (row: number) => boolean,
  from: number,
  step: 1 | -1,
): number {
  const { length } = rows;
  let start = step === 1 ? -1 : length;
  for (let place = 0; place < length; place++) if (rows[place] === from) start = place;
  for (let i = 1; i <= length; i++) {
    const row = rows[(((start + step * i) % length) + length) % length]!;
    if (matches(row)) return row;
  }
  return -1;
}
