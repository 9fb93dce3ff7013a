import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitCells } from './row-cells.ts';
import { RowWalker } from './row-walker.ts';
import { fuzzRuns } from '../testing/fuzz-runs.ts';

function rowsOf(text: string): string[] {
  const bytes = new TextEncoder().encode(text);
  const walker = new RowWalker();
  const rows: string[] = [];
  for (let at = 0; at < bytes.length; at = walker.end) {
    if (walker.find(bytes, at, bytes.length, true) !== 'row') return [...rows, 'OPEN'];
    rows.push(new TextDecoder().decode(bytes.subarray(at, walker.contentEnd)));
  }
  return rows;
}

const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;

describe('rows and cells', () => {
  it('are those that were written, whatever is in them', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', ' ', 'ß'), maxLength: 8 });
    const end = fc.constantFrom('\n', '\r\n', '\r\r\n');
    fc.assert(
      fc.property(
        fc.array(fc.array(cell, { minLength: 2, maxLength: 5 }), { maxLength: 6 }),
        end,
        (rows, lineEnd) => {
          const text = rows.map((cells) => cells.map(quoted).join(',') + lineEnd).join('');
          expect(rowsOf(text).map(splitCells)).toEqual(rows);
        },
      ),
      { numRuns: fuzzRuns(300) },
    );
  });

  it('need no quotes where nothing asks for them', () => {
    expect(rowsOf('a,b"c,\r\n,"d"\n').map(splitCells)).toEqual([['a', 'b"c', ''], ['', 'd']]); // prettier-ignore
  });

  it('end with the file', () => {
    expect(rowsOf('a,"b\nc"').map(splitCells)).toEqual([['a', 'b\nc']]);
    expect(rowsOf('x\na,"b\nc')).toEqual(['x', 'OPEN']);
  });
});
