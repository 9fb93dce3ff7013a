import type { ComparedWindow } from '#shared/model/comparison.ts';
import type { TimeSpan } from '#shared/model/filter.ts';
import type { Run } from '#shared/model/run.ts';

/** The steady phase of a run (methods E1 and E2); null where it has none. */
export type SteadyOf = (run: Run, signal: AbortSignal) => Promise<TimeSpan | null>;

export interface ChosenWindow {
  readonly span: TimeSpan;
  readonly is: 'steady' | 'all' | 'set';
  /** The steady phase was asked for and not found: the whole run stands in for it. */
  readonly steadyMissing: boolean;
}

/** The last sample of a run may start at its very end. */
const AFTER_END_MS = 0.001;

export async function chooseWindow(
  run: Run,
  wanted: ComparedWindow,
  steadyOf: SteadyOf,
  signal: AbortSignal,
): Promise<ChosenWindow> {
  const all = { fromMs: 0, toMs: run.durationMs + AFTER_END_MS };
  if (wanted === 'all') return { span: all, is: 'all', steadyMissing: false };
  if (wanted === 'steady') {
    const steady = run.granularity === 'samples' ? await steadyOf(run, signal) : null;
    if (steady === null) return { span: all, is: 'all', steadyMissing: true };
    return { span: steady, is: 'steady', steadyMissing: false };
  }
  const fromMs = Math.max(wanted.fromMs, 0);
  const toMs = Math.max(fromMs, Math.min(wanted.toMs, all.toMs));
  return { span: { fromMs, toMs }, is: 'set', steadyMissing: false };
}
