import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BatchColumn } from './batch.ts';
import { OutcomeCombiner } from './outcome-combiner.ts';

type Ids = readonly (number | null)[];

/** As importers send it: missing rows hold what was there before. */
function column(ids: Ids): BatchColumn {
  const valid = new Uint8Array(Math.ceil(ids.length / 64) * 8).fill(0xff);
  ids.forEach((id, row) => {
    if (id === null) valid[row >> 3] = valid[row >> 3]! & ~(1 << (row & 7));
  });
  return {
    values: Int32Array.from(ids, (id) => id ?? 77),
    valid: ids.includes(null) ? valid : null,
  };
}

const id = fc.option(fc.integer({ min: 1, max: 5 }), { freq: 3 });
const rowIds = fc.record({ code: id, message: id, failure: id });
/** Runs of equal rows, as files have them. */
const batches = fc.array(
  fc
    .array(fc.record({ row: rowIds, times: fc.integer({ min: 1, max: 30 }) }), {
      minLength: 1,
      maxLength: 20,
    })
    .map((runs) => runs.flatMap(({ row, times }) => Array.from({ length: times }, () => row))),
  { minLength: 1, maxLength: 4 },
);
const present = fc.record({ code: fc.boolean(), message: fc.boolean(), failure: fc.boolean() });

describe('outcomes', () => {
  it('are one number for each combination of code, message and failure, in all batches', () => {
    fc.assert(
      fc.property(batches, present, (rows, has) => {
        const combiner = new OutcomeCombiner(10);
        const known = new Map<number, string>();
        for (const batch of rows) {
          const combined = combiner.combine(
            {
              ...(has.code && { code_id: column(batch.map(({ code }) => code)) }),
              ...(has.message && { message_id: column(batch.map(({ message }) => message)) }),
              ...(has.failure && { failure_id: column(batch.map(({ failure }) => failure)) }),
            },
            batch.length,
          );
          if (!has.code && !has.message && !has.failure) {
            expect(combined).toBeNull();
            continue;
          }
          for (const outcome of combiner.takeNew()) {
            const text = [outcome.codeId, outcome.messageId, outcome.failureId].join();
            expect([...known.values()]).not.toContain(text);
            known.set(outcome.id, text);
          }
          const part = (there: boolean, value: number | null) => (there ? (value ?? -1) : -1);
          const expected = batch.map(({ code, message, failure }) =>
            [part(has.code, code), part(has.message, message), part(has.failure, failure)].join(),
          );
          expect(Array.from(combined!.values, (outcome) => known.get(outcome))).toEqual(expected);
        }
      }),
    );
  });

  it('forget what was before a shorter batch', () => {
    const combiner = new OutcomeCombiner(1);
    combiner.combine({ code_id: column([3, null, 3]), failure_id: column([null, 4, 4]) }, 3);
    const { values } = combiner.combine({ code_id: column([null]) }, 1)!;
    expect(combiner.takeNew().find((outcome) => outcome.id === values[0])).toMatchObject({
      codeId: -1,
      messageId: -1,
      failureId: -1,
    });
  });
});
