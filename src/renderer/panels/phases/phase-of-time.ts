import { timeKey, type SelectedTime } from '#shared/model/filter.ts';
import { phaseKinds, type Phase, type PhaseKind } from '#shared/model/phases.ts';
import { joinSpans } from '#shared/model/time-spans.ts';

/** The kind of the phase, or of all phases of one kind, that are selected and nothing else; null where it is anything else. */
export function phaseOfTime(phases: readonly Phase[], time: SelectedTime | null): PhaseKind | null {
  if (time === null) return null;
  const key = timeKey(time);
  const single = phases.find((phase) => timeKey({ fromMs: phase.fromMs, toMs: phase.toMs }) === key);
  return (
    single?.kind ?? severalKinds(phases).find((kind) => timeKey(timeOfKind(phases, kind)) === key) ?? null
  );
}

/** The time of all phases of a kind. */
export function timeOfKind(phases: readonly Phase[], kind: PhaseKind): SelectedTime | null {
  return joinSpans(phases.filter((phase) => phase.kind === kind));
}

/** Kinds that several phases of the run are of, with something else between them. */
export function severalKinds(phases: readonly Phase[]): readonly PhaseKind[] {
  return phaseKinds.filter((kind) => (timeOfKind(phases, kind)?.gaps ?? []).length > 0);
}
