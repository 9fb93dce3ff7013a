import { describe, expect, it } from 'vitest';
import { DEFAULT_EXPLORER_LAYOUT, explorerViews, layoutSettingsSchema } from '../../state/layout-slice.ts';
import { moved, placed, visibleIn, withVisibility } from './arrangement.ts';

const all = () => true;
const layout = DEFAULT_EXPLORER_LAYOUT;

describe('arrangement', () => {
  it('moves a view among those that are shown', () => {
    const down = moved(layout, 'over-time', 'down', all)!;
    expect(visibleIn(down, 'left')).toEqual(['heat-map', 'over-time']);
    const up = moved(down, 'over-time', 'up', all)!;
    expect(visibleIn(up, 'left')).toEqual(['over-time', 'heat-map']);
    expect(moved(layout, 'over-time', 'up', all)).toBeNull();
    expect(moved(layout, 'heat-map', 'down', all)).toBeNull();
  });

  it('moves it into the other column at its height', () => {
    const right = moved(layout, 'heat-map', 'right', all)!;
    expect(visibleIn(right, 'left')).toEqual(['over-time']);
    expect(visibleIn(right, 'right')).toEqual(['curve', 'heat-map', 'histogram']);
    expect(visibleIn(moved(right, 'heat-map', 'left', all)!, 'left')).toEqual(['over-time', 'heat-map']);
    expect(moved(layout, 'curve', 'right', all)).toBeNull();
  });

  it('steps over views that a run has nothing for', () => {
    const shown = (view: string) => view !== 'heat-map';
    const everything = { ...layout, hidden: [] };
    const down = moved(everything, 'over-time', 'down', shown)!;
    expect(visibleIn(down, 'left').filter(shown)).toEqual(['codes', 'over-time', 'parts', 'samples']);
  });

  it('puts a dragged view where it is let go', () => {
    const dropped = placed(layout, 'curve', { column: 'left', before: 'heat-map' });
    expect(visibleIn(dropped, 'left')).toEqual(['over-time', 'curve', 'heat-map']);
    expect(placed(layout, 'curve', { column: 'right', before: 'curve' })).toBe(layout);
    const end = placed(layout, 'over-time', { column: 'right', before: null });
    expect(visibleIn(end, 'right')).toEqual(['curve', 'histogram', 'over-time']);
  });

  it('keeps every view once, whatever happens', () => {
    let now = layout;
    for (const view of explorerViews) {
      for (const direction of ['right', 'down', 'left', 'up'] as const)
        now = moved(now, view, direction, all) ?? now;
      now = withVisibility(now, view, now.hidden.includes(view));
    }
    expect([...now.left, ...now.right].sort()).toEqual([...explorerViews].sort());
    expect(layoutSettingsSchema.parse({ explorer: now }).explorer).toEqual(now);
  });

  it('falls back to the first arrangement where a view is missing or twice', () => {
    const broken = { left: ['over-time', 'over-time'], right: ['curve'], hidden: [] };
    expect(layoutSettingsSchema.parse({ explorer: broken }).explorer).toEqual(DEFAULT_EXPLORER_LAYOUT);
  });
});
