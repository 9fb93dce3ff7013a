import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { filterKey, selectedTimeSchema, wholeRun, type TimeSpan } from './filter.ts';
import { clipTime, joinSpans, selectedMs, spansOf } from './time-spans.ts';

const span = fc
  .tuple(fc.nat(50), fc.integer({ min: 1, max: 20 }))
  .map(([fromMs, length]): TimeSpan => ({ fromMs, toMs: fromMs + length }));
const spans = fc.array(span, { minLength: 1, maxLength: 6 });
const holds = (list: readonly TimeSpan[], at: number): boolean =>
  list.some(({ fromMs, toMs }) => at >= fromMs && at < toMs);

describe('spans of time', () => {
  it('are one span without the gaps between them', () => {
    const time = joinSpans([
      { fromMs: 50, toMs: 60 },
      { fromMs: 10, toMs: 20 },
      { fromMs: 20, toMs: 25 },
    ]);
    expect(time).toEqual({ fromMs: 10, toMs: 60, gaps: [{ fromMs: 25, toMs: 50 }] });
    expect(joinSpans([])).toBeNull();
    expect(joinSpans([{ fromMs: 1, toMs: 2 }])).toEqual({ fromMs: 1, toMs: 2 });
  });

  it('hold the instants of all spans and no other, in a form that the engine takes', () => {
    fc.assert(
      fc.property(spans, (list) => {
        const time = joinSpans(list)!;
        expect(selectedTimeSchema.parse(time)).toEqual(time);
        for (let at = 0; at < 75; at++) expect(holds(spansOf(time), at)).toBe(holds(list, at));
      }),
      { numRuns: 50 },
    );
  });

  it('are clipped and measured', () => {
    fc.assert(
      fc.property(spans, span, (list, window) => {
        const time = joinSpans(list)!;
        const clipped = clipTime(time, window);
        const instants = Array.from({ length: 75 }, (_, at) => at);
        const inside = instants.filter((at) => holds(list, at) && holds([window], at));
        expect(instants.filter((at) => clipped !== null && holds(spansOf(clipped), at))).toEqual(inside);
        expect(selectedMs(time, window)).toBe(inside.length);
      }),
      { numRuns: 50 },
    );
  });

  it('are told apart by their gaps', () => {
    const keyOf = (time: TimeSpan) => filterKey({ ...wholeRun(1), time });
    const [one, two] = [
      { fromMs: 0, toMs: 9 },
      joinSpans([
        { fromMs: 0, toMs: 2 },
        { fromMs: 4, toMs: 9 },
      ])!,
    ];
    expect(keyOf(one)).not.toBe(keyOf(two));
  });

  it('cannot have gaps that lie outside or overlap', () => {
    const parse = (gaps: readonly TimeSpan[]) =>
      selectedTimeSchema.safeParse({ fromMs: 0, toMs: 10, gaps }).success;
    expect(
      parse([
        { fromMs: 2, toMs: 3 },
        { fromMs: 5, toMs: 6 },
      ]),
    ).toBe(true);
    expect(
      parse([
        { fromMs: 5, toMs: 6 },
        { fromMs: 2, toMs: 3 },
      ]),
    ).toBe(false);
    expect(parse([{ fromMs: 8, toMs: 12 }])).toBe(false);
  });
});
