import type { TimeSpan } from '#shared/model/filter.ts';
import type { Phase, PhaseKind, PhaseSpan } from '#shared/model/phases.ts';

/**
 * Edits of a run's phases. A list of phases covers the run without gaps or overlaps, before and after every edit; what an
 * edit touches counts as set by a person.
 */

/** No border comes nearer to its neighbours than this: a phase of nothing could not be taken hold of again. */
export const MIN_PHASE_MS = 1000;

const BY_HAND = 'Set by hand.';

function byHand(phase: Phase, change: Partial<PhaseSpan>): Phase {
  return { ...phase, ...change, edited: true, reason: BY_HAND };
}

/** How far the border after phase `index` can be moved; both ends are its place where the phases are too short. */
export function borderLimits(phases: readonly Phase[], index: number): TimeSpan | null {
  const [before, after] = [phases[index], phases[index + 1]];
  if (before === undefined || after === undefined) return null;
  const room = Math.min(MIN_PHASE_MS, (after.toMs - before.fromMs) / 2);
  return { fromMs: before.fromMs + room, toMs: after.toMs - room };
}

/** Moves the border after phase `index`, as far as its neighbours let it. */
export function moveBorder(phases: readonly Phase[], index: number, toMs: number): readonly Phase[] {
  const limits = borderLimits(phases, index);
  if (limits === null) return phases;
  const atMs = Math.min(Math.max(toMs, limits.fromMs), limits.toMs);
  if (atMs === phases[index]?.toMs) return phases;
  return phases.map((phase, position) => {
    if (position === index) return byHand(phase, { toMs: atMs });
    return position === index + 1 ? byHand(phase, { fromMs: atMs }) : phase;
  });
}

/** Says what a phase is. Neighbours of that kind become one with it. */
export function changeKind(phases: readonly Phase[], index: number, kind: PhaseKind): readonly Phase[] {
  const phase = phases[index];
  if (phase === undefined || phase.kind === kind) return phases;
  const first = phases[index - 1]?.kind === kind ? index - 1 : index;
  const last = phases[index + 1]?.kind === kind ? index + 1 : index;
  return [
    ...phases.slice(0, first),
    byHand(phase, { kind, fromMs: phases[first]!.fromMs, toMs: phases[last]!.toMs }),
    ...phases.slice(last + 1),
  ];
}

/** False too near to the ends of the phase. */
export function canSplit(phase: Phase, atMs: number): boolean {
  return atMs - phase.fromMs >= MIN_PHASE_MS && phase.toMs - atMs >= MIN_PHASE_MS;
}

/** Makes two of one; both stay of its kind until a person says otherwise. */
export function splitPhase(phases: readonly Phase[], index: number, atMs: number): readonly Phase[] {
  const phase = phases[index];
  if (phase === undefined || !canSplit(phase, atMs)) return phases;
  return [
    ...phases.slice(0, index),
    byHand(phase, { toMs: atMs }),
    byHand(phase, { fromMs: atMs }),
    ...phases.slice(index + 1),
  ];
}

/** Lets a phase reach over the next one. */
export function joinNext(phases: readonly Phase[], index: number): readonly Phase[] {
  const [phase, next] = [phases[index], phases[index + 1]];
  if (phase === undefined || next === undefined) return phases;
  return [...phases.slice(0, index), byHand(phase, { toMs: next.toMs }), ...phases.slice(index + 2)];
}

/** What the engine is to remember; empty: everything is as Loadstone found it. */
export function editedSpans(phases: readonly Phase[]): readonly PhaseSpan[] {
  return phases.filter(({ edited }) => edited).map(({ kind, fromMs, toMs }) => ({ kind, fromMs, toMs }));
}
