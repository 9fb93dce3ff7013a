import { describe, expect, it } from 'vitest';
import type { MetricVerdict } from '#shared/model/comparison.ts';
import { fakeVerdict } from '../../panels/testing/fake-comparison.ts';
import { forestAxis } from './axis.ts';
import { forestMark } from './mark.ts';

const axis = (intervals: readonly (readonly [number, number])[], margin = 0.1, widthPx = 300) =>
  forestAxis('p95', intervals, margin, widthPx);

describe('forest axis', () => {
  it('puts a factor and its reciprocal equally far from no change', () => {
    const { toShare } = axis([[-0.5, 1]]);
    expect(toShare(1) - toShare(0)).toBeCloseTo(toShare(0) - toShare(-0.5), 12);
  });

  it('holds the margin even where nothing has changed', () => {
    const { domain, ticks } = axis([[0, 0]]);
    expect(domain[0]).toBeLessThan(-0.1);
    expect(domain[1]).toBeGreaterThan(0.1);
    expect(ticks.filter((tick) => tick.isMargin).map((tick) => tick.text)).toEqual(['−10', '+10']);
  });

  it('names as many ticks as have room, the margins first', () => {
    const narrow = axis([[-0.3, 0.6]], 0.1, 120).ticks.map((tick) => tick.text);
    const wide = axis([[-0.3, 0.6]], 0.1, 900).ticks.map((tick) => tick.text);
    expect(wide.length).toBeGreaterThan(narrow.length);
    expect(narrow).toContain('+10');
    for (const ticks of [axis([[-0.3, 0.6]], 0.1, 120).ticks, axis([[-0.3, 0.6]], 0.1, 900).ticks])
      expect([...ticks].sort((a, b) => a.change - b.change)).toEqual(ticks);
  });

  it('does not let one row push all others together', () => {
    expect(axis([[-0.2, 50]]).domain[1]).toBeCloseTo(3);
  });

  it('has percentage points of error rates on a linear axis, with a margin of one point', () => {
    const points = forestAxis('errorRate', [[-0.02, 0.04]], 0.1, 400);
    expect(points.unit).toBe('points');
    expect(points.band).toEqual([-0.01, 0.01]);
    expect(points.toShare(0.02) - points.toShare(0)).toBeCloseTo(
      points.toShare(0) - points.toShare(-0.02),
      12,
    );
  });
});

describe('forest mark', () => {
  const mark = (change: Partial<MetricVerdict>) => forestMark(axis([[-0.3, 0.6]]), fakeVerdict(change));

  it('is filled for a decision and hollow without one', () => {
    expect(mark({ verdict: 'regressed' }).filled).toBe(true);
    expect(mark({ verdict: 'no-change' }).filled).toBe(true);
    expect(mark({ verdict: 'inconclusive' }).filled).toBe(false);
  });

  it('says where an interval leaves the axis', () => {
    const { whisker } = mark({ ci95: [0.2, 9] });
    expect(whisker).toMatchObject({ lowBeyond: false, highBeyond: true });
    expect(whisker!.high).toBeLessThan(1);
  });

  it('has the band of the row’s own margin', () => {
    const [low, high] = mark({ margin: { ratio: 0.2, ms: 5 } }).band;
    const [narrowLow, narrowHigh] = mark({ margin: { ratio: 0.05, ms: 5 } }).band;
    expect(high - low).toBeGreaterThan(narrowHigh - narrowLow);
  });

  it('leaves out what is not known', () => {
    expect(mark({ ci95: null, deltaRatio: null })).toMatchObject({ whisker: null, dot: null });
  });
});
