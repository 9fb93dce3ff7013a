import type { TimeSpan } from '#shared/model/filter.ts';
import type { PhaseReport } from '#shared/model/phases.ts';
import type { Run, Warning } from '#shared/model/run.ts';
import type { SummaryOptions } from './arguments.ts';
import { parseTime } from './time-option.ts';

export interface SummaryWindow {
  /** Null: the whole run. */
  readonly time: TimeSpan | null;
  readonly warnings: readonly Warning[];
}

/**
 * Which part of a run `--from`, `--to` and `--phase` choose.
 * @param phases where the steady phase is wanted; a run without one is counted as a whole, with a warning
 * @throws {UsageError} for times that are none
 */
export function summaryWindow(
  run: Run,
  { from, to }: Pick<SummaryOptions, 'from' | 'to'>,
  phases: PhaseReport | null,
): SummaryWindow {
  const asked: TimeSpan | null =
    from === null && to === null
      ? null
      : {
          fromMs: from === null ? 0 : parseTime('--from', from, run.startedAtUs),
          // The last sample starts before the end of the run, or at it when it took no time.
          toMs: to === null ? run.durationMs + 1 : parseTime('--to', to, run.startedAtUs),
        };
  if (phases === null) return { time: asked, warnings: [] };
  if (phases.steady === null) {
    const why = phases.note === null ? '' : ` ${phases.note}`;
    const message = `The figures are not of a steady phase but of all that was asked for: none was found.${why}`;
    return { time: asked, warnings: [{ code: 'no-steady-phase', message, count: 1 }] };
  }
  const { steady } = phases;
  if (asked === null) return { time: steady, warnings: [] };
  const fromMs = Math.max(asked.fromMs, steady.fromMs);
  return { time: { fromMs, toMs: Math.max(fromMs, Math.min(asked.toMs, steady.toMs)) }, warnings: [] };
}
