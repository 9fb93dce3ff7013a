import type { Run, Source } from '#shared/model/run.ts';
import { commonInstants, type Instants } from '../clocks/clock-spread.ts';

/** When a run was: of its samples, else of whatever its files hold. Null: not known. */
export function instantsOf(run: Run, sources: readonly Source[]): Instants | null {
  if (run.startedAtUs !== null && run.endedAtUs !== null)
    return { firstUs: run.startedAtUs, lastUs: run.endedAtUs };
  return commonInstants(sources.filter((source) => source.runId === run.id));
}

/** How long both went on, in ms; negative: the time between them. */
export function overlapMs(a: Instants, b: Instants): number {
  return (Math.min(a.lastUs, b.lastUs) - Math.max(a.firstUs, b.firstUs)) / 1000;
}
