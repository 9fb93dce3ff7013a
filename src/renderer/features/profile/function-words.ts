import { textAt } from '#shared/contract/columns.ts';
import type { FunctionPlace, ProfileFunctions } from '#shared/model/profile.ts';

export function functionName(functions: ProfileFunctions, row: number): string {
  return textAt(functions.name, row) ?? '(no name)';
}

/** `rules.ts:412`, as far as it is known; empty without. */
export function functionPosition(functions: ProfileFunctions, row: number): string {
  const file = textAt(functions.file, row);
  if (file === null || file === '') return '';
  const line = functions.line[row]!;
  return line > 0 ? `${file}:${line}` : file;
}

/** The last two parts of the path: enough to know it by, short enough for a column. */
export function shortPosition(functions: ProfileFunctions, row: number): string {
  const parts = functionPosition(functions, row).split(/[\\/]/u);
  return parts.slice(-2).join('/');
}

/** A function by what holds beyond this answer. */
export function placeOf(functions: ProfileFunctions, row: number): FunctionPlace {
  const line = functions.line[row]!;
  return {
    by: 'function',
    name: textAt(functions.name, row) ?? '',
    file: textAt(functions.file, row),
    line: line > 0 ? line : null,
  };
}

/** The function of an answer that a place means; -1: it is not in it. */
export function rowOfPlace(functions: ProfileFunctions, place: FunctionPlace): number {
  for (let row = 0; row < functions.count; row++) {
    if (textAt(functions.name, row) !== place.name) continue;
    if (place.file !== null && textAt(functions.file, row) !== place.file) continue;
    if (place.line === null || functions.line[row] === place.line) return row;
  }
  return -1;
}

/** A stack as text, the outermost first: one frame a line, with where it is. */
export function stackText(functions: ProfileFunctions, rows: readonly number[]): string {
  return rows
    .map((row) => {
      const position = functionPosition(functions, row);
      return position === '' ? functionName(functions, row) : `${functionName(functions, row)} (${position})`;
    })
    .join('\n');
}
