import { describe, expect, it } from 'vitest';
import { WHOLE_RUN, zoomStep, type ZoomState } from './zoom-history.ts';

const span = (fromMs: number, toMs: number) => ({ fromMs, toMs });
const show = (state: ZoomState, from: number, to: number, moving = false) =>
  zoomStep(state, { kind: 'show', window: span(from, to), moving });

describe('zoom history', () => {
  it('keeps a gesture as one step, whatever it passed through', () => {
    let state = WHOLE_RUN;
    for (let i = 1; i <= 5; i++) state = show(state, i, 100 - i, true);
    expect(state.back).toEqual([]);
    expect(state.settled).toBeNull();
    state = zoomStep(state, { kind: 'settle' });
    expect(state.back).toEqual([null]);
    expect(state.settled).toEqual(span(5, 95));
  });

  it('goes back and forward, and forgets what lay ahead of a new step', () => {
    const two = show(show(WHOLE_RUN, 0, 50), 0, 20);
    const one = zoomStep(two, { kind: 'back' });
    expect(one.window).toEqual(span(0, 50));
    const whole = zoomStep(one, { kind: 'back' });
    expect(whole.window).toBeNull();
    expect(zoomStep(whole, { kind: 'back' })).toBe(whole);
    expect(zoomStep(zoomStep(whole, { kind: 'forward' }), { kind: 'forward' }).window).toEqual(span(0, 20));
    expect(show(whole, 3, 4).forward).toEqual([]);
  });

  it('takes no step where nothing changes', () => {
    const one = show(WHOLE_RUN, 0, 50);
    expect(show(one, 0, 50).back).toHaveLength(1);
  });
});
