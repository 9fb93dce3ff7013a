import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fuzzRuns } from '#core/import/testing/fuzz-runs.ts';
import type { ByteFeed } from '#core/io/unpack.ts';
import { ByteCursor } from './byte-cursor.ts';
import { readIntegers, type ArrayEnd } from './integer-array.ts';

interface Read {
  readonly rows: readonly (readonly number[])[];
  /** Rows that came as columns: those that were read in WebAssembly. */
  readonly asColumns: number;
  readonly count: number;
  readonly how: ArrayEnd;
  /** What stands behind the cursor. */
  readonly rest: string;
}

/** @param pieces bytes of each piece in turn; the last one again and again */
async function read(text: string, width: number, pieces: readonly number[] = [1 << 20]): Promise<Read> {
  const bytes = new TextEncoder().encode(text);
  let at = 0;
  let turn = 0;
  const feed: ByteFeed = {
    damage: null,
    read(target) {
      const size = pieces[Math.min(turn++, pieces.length - 1)]!;
      const piece = bytes.subarray(at, at + Math.min(size, target.length));
      target.set(piece);
      at += piece.length;
      return Promise.resolve(piece.length);
    },
    close: () => Promise.resolve(),
  };
  const cursor = new ByteCursor(feed, new AbortController().signal);
  const rows: number[][] = [];
  let asColumns = 0;
  const { count, how } = await readIntegers(cursor, width, {
    rows(block, filled) {
      for (let k = 0; k < filled; k += width) rows.push(Array.from(block.subarray(k, k + width)));
    },
    columns(columns, filled) {
      asColumns += filled;
      for (let row = 0; row < filled; row++) rows.push(columns.map((column) => column[row]!));
    },
  });
  const rest = text.slice(cursor.place);
  await cursor.settle();
  return { rows, asColumns, count, how, rest };
}

const SEPARATORS = [',', '\n,', ',\n', ', ', ' ,\r\n'];

const integer = fc.oneof(
  fc.nat(9),
  fc.nat(99_999),
  fc.integer({ min: 10_000_000, max: 0xffff_ffff }),
  fc.integer({ min: 0x1_0000_0000, max: Number.MAX_SAFE_INTEGER }),
  fc.integer({ min: -1000, max: -1 }),
);
const common = fc.nat(0xffff_ffff);

describe('numbers of a list', () => {
  it('are the same in any layout and in pieces of any size', async () => {
    const lists = fc.record({
      width: fc.integer({ min: 1, max: 8 }),
      numbers: fc.array(fc.oneof({ weight: 20, arbitrary: common }, { weight: 1, arbitrary: integer }), {
        maxLength: 400,
      }),
      // Nearly all as V8 writes them.
      separators: fc.array(
        fc.oneof({ weight: 30, arbitrary: fc.constant(',') }, fc.constantFrom(...SEPARATORS)),
        { minLength: 1, maxLength: 60 },
      ),
      pieces: fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 20 }),
    });
    await fc.assert(
      fc.asyncProperty(lists, async ({ width, numbers, separators, pieces }) => {
        const text = numbers.map((value, k) =>
          k === 0 ? String(value) : `${separators[k % separators.length]!}${value}`,
        );
        const { rows, count, how, rest } = await read(`${text.join('')}]}`, width, pieces);
        expect({ count, how, rest }).toEqual({ count: numbers.length, how: 'closed', rest: '}' });
        const whole = numbers.slice(0, numbers.length - (numbers.length % width));
        expect(rows.flat()).toEqual(whole);
      }),
      { numRuns: fuzzRuns(300) },
    );
  });

  it('as V8 writes them are read as columns, but for the last row', async () => {
    const rows = Array.from({ length: 20_000 }, (_, row) => [3, row * 7, 4_294_967_295 - row]);
    const found = await read(`${rows.map((row) => row.join(',')).join('\n,')}]`, 3, [70_001]);
    expect(found.rows).toEqual(rows);
    // Where a piece ends in a row, that one is read with care.
    expect(found.asColumns).toBeGreaterThan(19_900);
  });

  it('above 32 bits are no columns', async () => {
    const { rows, asColumns } = await read('1,4294967295,4294967296,1,2,3]', 2);
    expect(rows).toEqual([
      [1, 4294967295],
      [4294967296, 1],
      [2, 3],
    ]);
    expect(asColumns).toBe(1);
  });

  it.each([
    ['1,2,x', 'bad', 'x'],
    ['1,2,3.5]', 'bad', '.5]'],
    ['1,2,--3]', 'bad', '-3]'],
    ['1,2,[3]]', 'bad', '[3]]'],
    ['1,2,3', 'cut', ''],
    ['', 'cut', ''],
    [']', 'closed', ''],
    [' \n]', 'closed', ''],
  ])('%j is %s', async (text, how, rest) => {
    expect(await read(text, 2)).toMatchObject({ how, rest });
  });

  it('of an unfinished row are counted and left out', async () => {
    const { rows, count } = await read('1,2,3,4,5]', 2);
    expect(rows).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(count).toBe(5);
  });
});
