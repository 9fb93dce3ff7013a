import { describe, expect, test } from 'vitest';
import { joinSpans } from '#shared/model/time-spans.ts';
import { dragBrush, type BrushScale } from './brush.ts';
import { lastSpan, pressSpans, spanUnder, withoutSpan, zoneOfSpans } from './several-spans.ts';

/** 1 px is 1 s; steps of 10 s. */
const scale: BrushScale = { left: 0, right: 1000, durationMs: 1_000_000, stepMs: 10_000 };
const seconds = (from: number, to: number) => ({ fromMs: from * 1000, toMs: to * 1000 });
const two = joinSpans([seconds(100, 200), seconds(400, 500)])!;

function drag(fromPx: number, toPx: number, adds: boolean) {
  const { gesture, others } = pressSpans(scale, two, fromPx, adds);
  const { span } = dragBrush(scale, gesture, toPx);
  return span === null ? null : joinSpans([...others, span]);
}

describe('several spans', () => {
  test('with Shift a drag adds a span, also from inside of another', () => {
    expect(drag(700, 800, true)).toEqual(
      joinSpans([seconds(100, 200), seconds(400, 500), seconds(700, 800)]),
    );
    expect(drag(450, 600, true)).toEqual(joinSpans([seconds(100, 200), seconds(400, 600)]));
  });

  test('without Shift a drag outside of all begins anew', () => {
    expect(drag(700, 800, false)).toEqual(seconds(700, 800));
  });

  test('each is moved and resized by itself', () => {
    expect(drag(450, 650, false)).toEqual(joinSpans([seconds(100, 200), seconds(600, 700)]));
    expect(drag(200, 250, false)).toEqual(joinSpans([seconds(100, 250), seconds(400, 500)]));
  });

  test('what lies between them is outside', () => {
    expect(zoneOfSpans(scale, two, 300)).toBe('outside');
    expect(zoneOfSpans(scale, two, 450)).toBe('inside');
    expect(zoneOfSpans(scale, two, 402)).toBe('left-edge');
    expect(zoneOfSpans(scale, null, 402)).toBe('outside');
  });

  test('one can be taken away, the last with all', () => {
    const under = spanUnder(scale, two, 450)!;
    expect(withoutSpan(two, under)).toEqual(seconds(100, 200));
    expect(withoutSpan(seconds(100, 200), seconds(100, 200))).toBeNull();
  });

  test('keys move the last', () => {
    expect(lastSpan(two)).toEqual({ span: seconds(400, 500), others: [seconds(100, 200)] });
    expect(lastSpan(null)).toEqual({ span: null, others: [] });
  });
});
