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
