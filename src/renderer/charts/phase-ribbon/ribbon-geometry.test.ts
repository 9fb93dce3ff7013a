import { expect, test } from 'vitest';
import type { PhaseSpan } from '#shared/model/phases.ts';
import {
  ribbonBorders,
  ribbonBoxes,
  ribbonTime,
  ribbonWord,
  ribbonX,
  snapToGrid,
  type RibbonScale,
} from './ribbon-geometry.ts';

const phases: readonly PhaseSpan[] = [
  { kind: 'ramp', fromMs: 0, toMs: 10_000 },
  { kind: 'warm-up', fromMs: 10_000, toMs: 12_000 },
  { kind: 'steady', fromMs: 12_000, toMs: 100_000 },
];
const whole: RibbonScale = { left: 56, right: 1056, domain: { fromMs: 0, toMs: 100_000 } };
const zoomed: RibbonScale = { ...whole, domain: { fromMs: 11_000, toMs: 21_000 } };

test('boxes lie edge to edge over the whole plot', () => {
  const boxes = ribbonBoxes(phases, whole);
  expect(boxes.map(({ left, width }) => [left, width])).toEqual([
    [56, 100],
    [156, 20],
    [176, 880],
  ]);
});

test('of a zoomed ribbon only what is in view is there, and ends at its edges', () => {
  expect(ribbonBoxes(phases, zoomed)).toEqual([
    { index: 1, left: 56, width: 100, word: 'warm-up' },
    { index: 2, left: 156, width: 900, word: 'steady' },
  ]);
  expect(ribbonBorders(phases, zoomed)).toEqual([{ index: 1, atMs: 12_000, x: 156 }]);
});

test('px and time are each other’s inverse inside of the plot, and stop at its edges', () => {
  for (const at of [0, 12_345, 99_999]) expect(ribbonTime(whole, ribbonX(whole, at))).toBeCloseTo(at, 6);
  expect(ribbonTime(whole, 0)).toBe(0);
  expect(ribbonTime(whole, 5000)).toBe(100_000);
  expect(ribbonX(zoomed, 0)).toBe(56);
});

test('a word gives way rather than being cut off', () => {
  expect(ribbonWord('recovery', 100)).toBe('recovery');
  expect(ribbonWord('recovery', 50)).toBe('recov.');
  expect(ribbonWord('recovery', 20)).toBe('');
  expect(ribbonWord('spike', 20)).toBe('');
});

test('drags lie on seconds, and on tenths where the view is short', () => {
  expect(snapToGrid(12_345, whole)).toBe(12_000);
  expect(snapToGrid(12_345, zoomed)).toBe(12_300);
});
