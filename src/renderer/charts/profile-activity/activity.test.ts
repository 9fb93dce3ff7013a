import { describe, expect, it } from 'vitest';
import type { ProfileActivity } from '#shared/model/profile.ts';
import { fakePalette } from '../testing/fake-palette.ts';
import { createRecordingContext } from '../testing/recording-context.ts';
import { activityFrame, drawActivity, drawActivitySpan } from './draw.ts';
import { activityModel, laneWeight } from './model.ts';

function activity(busy: readonly number[], change: Partial<ProfileActivity> = {}): ProfileActivity {
  return {
    unit: 'ns',
    fromMs: 0,
    binMs: 100,
    busy: Float64Array.from(busy),
    gc: new Float64Array(busy.length),
    idle: new Float64Array(busy.length),
    ...change,
  };
}

const NS = 100 * 1e6;

describe('activity of a profile', () => {
  it('ends at a round share of a processor above the peak', () => {
    const topOf = (peak: number) => activityModel([{ side: null, activity: activity([peak * NS]) }])!.topText;
    expect(topOf(0.035)).toBe('0 to 5 % of a processor');
    expect(topOf(0.7)).toBe('0 to 100 % of a processor');
    // The sampler's clock is not the machine's: 101 % is one processor.
    expect(topOf(1.01)).toBe('0 to 100 % of a processor');
    expect(topOf(2.4)).toBe('0 to 300 % of a processor');
  });

  it('ends at the peak where weight is no time', () => {
    const model = activityModel([{ side: null, activity: activity([3, 9], { unit: 'bytes' }) }])!;
    expect(model.top).toBe(9);
    expect(activityModel([])).toBeNull();
  });

  it('has one scale for both sides, whatever their bins', () => {
    const long = activity([NS, 2 * NS], { binMs: 200 });
    const model = activityModel([
      { side: 'a', activity: activity([NS / 2]) },
      { side: 'b', activity: long },
    ])!;
    expect(model.durationMs).toBe(400);
    // 2e8 ns in 200 ms is one processor, as 1e8 in 100 ms is.
    expect(laneWeight(model, model.lanes[1]!, long.busy, 1)).toBe(NS);
    expect(model.top).toBe(NS);
  });

  it('draws a lane a side, and veils what is not chosen', () => {
    const model = activityModel([
      { side: 'a', activity: activity([NS, NS]) },
      { side: 'b', activity: activity([NS, NS]) },
    ])!;
    const { context, named, texts } = createRecordingContext();
    const frame = activityFrame(624, 52);
    drawActivity(context, fakePalette, model, frame);
    expect(new Set(named('fill').map(({ fillStyle }) => fillStyle))).toEqual(
      new Set(['--side-a', '--side-b']),
    );
    drawActivitySpan(context, fakePalette, model, frame, { fromMs: 50, toMs: 150 }, '100 ms selected');
    expect(texts()).toContain('100 ms selected');
    expect(named('strokeRect')[0]!.args[0]).toBe(162.5);
  });
});
