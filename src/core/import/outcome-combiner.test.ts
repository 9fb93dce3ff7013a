import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BatchColumn } from './batch.ts';
import { isOutcomePart, OutcomeCombiner, type NewOutcome } from './outcome-combiner.ts';
import { fuzzRuns } from './testing/fuzz-runs.ts';

fc.configureGlobal({ seed: 20_241_121 });

type Part = number | null;
type Triple = readonly [code: Part, message: Part, failure: Part];
const NAMES = ['code_id', 'message_id', 'failure_id'] as const;

function columnOf(values: readonly Part[]): BatchColumn {
  const valid = new Uint8Array(Math.ceil(values.length / 64) * 8).fill(0xff);
  values.forEach((value, row) => {
    if (value === null) valid[row >> 3] = valid[row >> 3]! & ~(1 << (row & 7));
  });
  // Whatever stands at a missing place must not matter.
  return {
    values: Int32Array.from(values, (value) => value ?? 12_345),
    valid: values.includes(null) ? valid : null,
  };
}

/** The columns of some rows; a part that no row has is left out. */
function columnsOf(rows: readonly Triple[]): Record<string, BatchColumn> {
  const columns: Record<string, BatchColumn> = {};
  NAMES.forEach((name, index) => {
    const values = rows.map((row): Part => row[index] ?? null);
    if (values.some((value) => value !== null)) columns[name] = columnOf(values);
  });
  return columns;
}

function meaningOf(outcomes: readonly NewOutcome[]): Map<number, Triple> {
  const part = (id: number): Part => (id < 0 ? null : id);
  return new Map(
    outcomes.map(({ id, codeId, messageId, failureId }) => [
      id,
      [part(codeId), part(messageId), part(failureId)],
    ]),
  );
}

const NOTHING: Triple = [null, null, null];

describe('combining outcomes', () => {
  it('gives every row a number that stands for its parts, the same for the same', () => {
    const part = fc.option(fc.oneof(fc.nat(3), fc.nat(100_000)), { freq: 3 });
    const batches = fc.array(fc.array(fc.tuple(part, part, part), { minLength: 1, maxLength: 70 }), {
      maxLength: 6,
    });
    fc.assert(
      fc.property(batches, fc.integer({ min: 1, max: 1000 }), (pieces, firstId) => {
        const combiner = new OutcomeCombiner(firstId);
        const known: NewOutcome[] = [];
        const numbers = new Map<string, number>();
        for (const rows of pieces) {
          const column = combiner.combine(columnsOf(rows), rows.length);
          known.push(...combiner.takeNew());
          if (column === null) {
            expect(rows.every((row) => row.every((value) => value === null))).toBe(true);
            continue;
          }
          expect(column).toMatchObject({ type: 'i32', valid: null });
          expect(column.values).toHaveLength(rows.length);
          const meaning = meaningOf(known);
          rows.forEach((row, index) => {
            const id = column.values[index]!;
            expect(meaning.get(id)).toEqual(row);
            const key = row.join();
            expect(numbers.get(key) ?? id).toBe(id);
            numbers.set(key, id);
          });
        }
        // Each combination once, numbered without gaps.
        expect(known.map(({ id }) => id)).toEqual(known.map((_, index) => firstId + index));
        expect(known).toHaveLength(numbers.size);
        expect(combiner.takeNew()).toEqual([]);
      }),
      { numRuns: fuzzRuns(200) },
    );
  });

  it('has nothing to say of a batch without any of the parts', () => {
    const combiner = new OutcomeCombiner(1);
    expect(combiner.combine({}, 3)).toBeNull();
    expect(combiner.combine({ elapsed_ms: columnOf([1, 2, 3]) }, 3)).toBeNull();
    expect(combiner.takeNew()).toEqual([]);
  });

  it('tells a part that is missing from one that is zero', () => {
    const combiner = new OutcomeCombiner(1);
    const rows: Triple[] = [[0, null, null], [null, 0, null], [null, null, 0], NOTHING, [0, 0, 0]];
    const column = combiner.combine(columnsOf(rows), rows.length);
    expect(new Set(column!.values).size).toBe(5);
    const meaning = meaningOf(combiner.takeNew());
    expect([...column!.values].map((id) => meaning.get(id))).toEqual(rows);
  });

  it('looks at the rows of the batch only', () => {
    const combiner = new OutcomeCombiner(1);
    const column = combiner.combine({ code_id: { values: Int32Array.of(7, 8, 9, 10), valid: null } }, 2);
    expect(column!.values).toHaveLength(2);
    expect(combiner.takeNew()).toHaveLength(2);
  });

  it('keeps apart what shares a place in its cache', () => {
    const combiner = new OutcomeCombiner(1);
    // 31 and 17 are what the parts are multiplied with: all of these meet in one place.
    const rows: Triple[] = [];
    for (let round = 0; round < 3; round++)
      rows.push([17, 0, 0], [0, 31, 0], [0, 0, 527], [17, 0, 1024], [0, 0, 527 - 1024 + 2048]);
    const column = combiner.combine(columnsOf(rows), rows.length);
    const meaning = meaningOf(combiner.takeNew());
    expect([...column!.values].map((id) => meaning.get(id))).toEqual(rows);
    expect(meaning.size).toBe(5);
  });

  it('stays right when there are more combinations than it remembers', () => {
    const combiner = new OutcomeCombiner(1);
    const meaning = new Map<number, Triple>();
    const size = 50_000;
    const codes = Int32Array.from({ length: size }, (_, row) => row);
    const one: BatchColumn = { values: new Int32Array(size).fill(1), valid: null };
    for (let piece = 0; piece < 6; piece++) {
      const failures: BatchColumn = {
        values: Int32Array.from(codes, (row) => row + (piece % 5) * size),
        valid: null,
      };
      const column = combiner.combine({ code_id: one, failure_id: failures }, size)!;
      for (const [id, triple] of meaningOf(combiner.takeNew())) {
        expect(meaning.has(id)).toBe(false);
        meaning.set(id, triple);
      }
      for (let row = 0; row < size; row += 997) {
        expect(meaning.get(column.values[row]!)).toEqual([1, null, failures.values[row]]);
      }
    }
    // The first piece came twice, and had been forgotten in between.
    expect(meaning.size).toBe(6 * size);
  });

  it('knows its parts', () => {
    expect(NAMES.every(isOutcomePart)).toBe(true);
    expect(['outcome_id', 'thread_id', 'ok', ''].some(isOutcomePart)).toBe(false);
  });
});
