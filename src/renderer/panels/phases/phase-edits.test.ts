import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { phaseKinds, type Phase, type PhaseKind } from '#shared/model/phases.ts';
import {
  borderLimits,
  canSplit,
  changeKind,
  editedSpans,
  joinNext,
  moveBorder,
  splitPhase,
} from './phase-edits.ts';

function phasesOf(...parts: readonly (readonly [PhaseKind, number])[]): readonly Phase[] {
  let at = 0;
  return parts.map(([kind, lengthMs]) => {
    const fromMs = at;
    at += lengthMs;
    return { kind, fromMs, toMs: at, reason: 'found', edited: false };
  });
}

const found = phasesOf(['ramp', 10_000], ['steady', 50_000], ['spike', 5000], ['steady', 35_000]);
const shape = (phases: readonly Phase[]) =>
  phases.map(({ kind, fromMs, toMs, edited }) => `${kind} ${fromMs}-${toMs}${edited ? ' edited' : ''}`);

describe('edits of phases', () => {
  test('a border moves both of its neighbours', () => {
    expect(shape(moveBorder(found, 0, 12_000))).toEqual([
      'ramp 0-12000 edited',
      'steady 12000-60000 edited',
      'spike 60000-65000',
      'steady 65000-100000',
    ]);
  });

  test('a border stops before it swallows a phase', () => {
    expect(moveBorder(found, 2, 0)[2]).toMatchObject({ toMs: 61_000 });
    expect(moveBorder(found, 1, 1e9)[1]).toMatchObject({ toMs: 64_000 });
    expect(moveBorder(found, 0, 10_000)).toBe(found);
    expect(moveBorder(found, 3, 1000)).toBe(found);
    expect(borderLimits(phasesOf(['ramp', 200], ['steady', 400]), 0)).toEqual({ fromMs: 300, toMs: 300 });
  });

  test('a phase of the kind of its neighbours becomes one with them', () => {
    expect(shape(changeKind(found, 2, 'steady'))).toEqual(['ramp 0-10000', 'steady 10000-100000 edited']);
    expect(shape(changeKind(found, 2, 'recovery'))[2]).toBe('recovery 60000-65000 edited');
    expect(changeKind(found, 2, 'spike')).toBe(found);
  });

  test('a split leaves two of the same kind; too near to an end there is none', () => {
    expect(shape(splitPhase(found, 1, 30_000)).slice(1, 3)).toEqual([
      'steady 10000-30000 edited',
      'steady 30000-60000 edited',
    ]);
    expect(canSplit(found[1]!, 10_500)).toBe(false);
    expect(splitPhase(found, 1, 10_500)).toBe(found);
  });

  test('joining keeps the kind of the first', () => {
    expect(shape(joinNext(found, 1)).slice(1)).toEqual(['steady 10000-65000 edited', 'steady 65000-100000']);
    expect(joinNext(found, 3)).toBe(found);
  });

  test('only what a person touched is told to the engine', () => {
    expect(editedSpans(found)).toEqual([]);
    expect(editedSpans(changeKind(found, 2, 'recovery'))).toEqual([
      { kind: 'recovery', fromMs: 60_000, toMs: 65_000 },
    ]);
  });

  test('whatever is done, phases cover the run without gaps, overlaps or phases of nothing', () => {
    const phases = fc
      .array(fc.tuple(fc.constantFrom(...phaseKinds), fc.integer({ min: 1, max: 60_000 })), {
        minLength: 1,
        maxLength: 6,
      })
      .map((parts) => phasesOf(...parts));
    const edit = fc.oneof(
      fc.tuple(fc.nat(6), fc.integer({ min: -1e5, max: 4e5 })).map(
        ([index, at]) =>
          (of: readonly Phase[]) =>
            moveBorder(of, index, at),
      ),
      fc.tuple(fc.nat(6), fc.nat(400_000)).map(
        ([index, at]) =>
          (of: readonly Phase[]) =>
            splitPhase(of, index, at),
      ),
      fc.tuple(fc.nat(6), fc.constantFrom(...phaseKinds)).map(
        ([index, kind]) =>
          (of: readonly Phase[]) =>
            changeKind(of, index, kind),
      ),
      fc.nat(6).map((index) => (of: readonly Phase[]) => joinNext(of, index)),
    );
    fc.assert(
      fc.property(phases, fc.array(edit, { maxLength: 8 }), (start, edits) => {
        const end = edits.reduce((now, change) => change(now), start);
        expect(end[0]!.fromMs).toBe(0);
        expect(end.at(-1)!.toMs).toBe(start.at(-1)!.toMs);
        for (const [position, phase] of end.entries()) {
          expect(phase.toMs).toBeGreaterThan(phase.fromMs);
          if (position > 0) expect(phase.fromMs).toBe(end[position - 1]!.toMs);
        }
      }),
    );
  });
});
