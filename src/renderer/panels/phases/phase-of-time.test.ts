import { expect, it } from 'vitest';
import type { Phase } from '#shared/model/phases.ts';
import { phaseOfTime, severalKinds, timeOfKind } from './phase-of-time.ts';

const phase = (kind: Phase['kind'], from: number, to: number) => ({ kind, fromMs: from, toMs: to }) as Phase;
const phases = [
  phase('ramp', 0, 10),
  phase('steady', 10, 40),
  phase('spike', 40, 50),
  phase('steady', 50, 90),
];

it('knows one phase, and all phases of a kind together', () => {
  expect(phaseOfTime(phases, { fromMs: 40, toMs: 50 })).toBe('spike');
  expect(phaseOfTime(phases, { fromMs: 10, toMs: 40 })).toBe('steady');
  expect(timeOfKind(phases, 'steady')).toEqual({ fromMs: 10, toMs: 90, gaps: [{ fromMs: 40, toMs: 50 }] });
  expect(phaseOfTime(phases, timeOfKind(phases, 'steady'))).toBe('steady');
  expect(phaseOfTime(phases, { fromMs: 10, toMs: 90 })).toBeNull();
  expect(phaseOfTime(phases, null)).toBeNull();
});

it('offers together only what is parted', () => {
  expect(severalKinds(phases)).toEqual(['steady']);
  expect(severalKinds([phase('steady', 0, 10), phase('steady', 10, 20)])).toEqual([]);
});
