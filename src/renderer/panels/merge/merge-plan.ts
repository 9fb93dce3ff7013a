import type { Run, Source } from '#shared/model/run.ts';
import { formatSpan } from '../../ui/duration-format.ts';
import { numberFormat } from '../../ui/number-format.ts';
import type { Instants } from '../clocks/clock-spread.ts';
import { instantsOf, overlapMs } from './run-overlap.ts';

/** What merging some runs means, before it is done. */
export interface MergePlan {
  /** Keeps its name; null: no run is chosen. */
  readonly kept: Run | null;
  /** Time that each chosen run has in common with the kept one, by run; null: not known. */
  readonly overlaps: ReadonlyMap<number, number | null>;
  /** Why it may not be what is wanted, in sentences. */
  readonly warnings: readonly string[];
}

/** Why a run cannot be merged; null: it can. */
export function mergeObstacle(run: Run): string | null {
  return run.granularity === 'aggregated'
    ? 'A report: percentiles of several reports cannot be put together.'
    : null;
}

/**
 * @param runs in the order in which they are merged: the first is kept
 * @param toolLabel the name that a tool is known by
 */
export function planMerge(
  runs: readonly Run[],
  sources: readonly Source[],
  toolLabel: (tool: string) => string,
): MergePlan {
  const [kept = null, ...others] = runs;
  const times = new Map(runs.map((run) => [run.id, instantsOf(run, sources)]));
  const own = kept === null ? null : (times.get(kept.id) ?? null);
  const overlaps = new Map(
    others.map((run): [number, number | null] => {
      const other = times.get(run.id) ?? null;
      return [run.id, own === null || other === null ? null : overlapMs(own, other)];
    }),
  );
  const warnings = [toolWarning(runs, toolLabel), ...runs.map((run) => timeWarning(run, runs, times))];
  return {
    kept,
    overlaps,
    warnings: runs.length < 2 ? [] : warnings.filter((warning) => warning !== null),
  };
}

function toolWarning(runs: readonly Run[], toolLabel: (tool: string) => string): string | null {
  const tools = [...new Set(runs.map((run) => toolLabel(run.tool)))];
  if (tools.length < 2) return null;
  return `They are of different tools (${tools.join(', ')}), which do not count and time the same things.`;
}

/** The load generators of one test run at the same time: a run that has no time in common with any other is no part of it. */
function timeWarning(
  run: Run,
  runs: readonly Run[],
  times: ReadonlyMap<number, Instants | null>,
): string | null {
  const own = times.get(run.id) ?? null;
  if (own === null) return `${run.name} has no time stamps: whether it was at the same time cannot be told.`;
  const gaps = runs.flatMap((other) => {
    const time = other.id === run.id ? null : (times.get(other.id) ?? null);
    return time === null
      ? []
      : [{ other, gapMs: -overlapMs(own, time), isLater: own.firstUs >= time.firstUs }];
  });
  const nearest = gaps.sort((a, b) => a.gapMs - b.gapMs)[0];
  // Of two runs that are apart, the later one says so for both.
  if (nearest === undefined || nearest.gapMs < 0 || !nearest.isLater) return null;
  return `${run.name} has no time in common with the others: it begins ${gapText(nearest.gapMs)} after the end of ${nearest.other.name}. If that is a wrong clock, set it right in the import log.`;
}

const DAY_MS = 86_400_000;

/** Nobody reads "26,458 h". */
function gapText(ms: number): string {
  return ms < 2 * DAY_MS ? formatSpan(ms) : `${numberFormat.count(ms / DAY_MS)} days`;
}
