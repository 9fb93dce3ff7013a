import type { ComparedRun } from '#shared/model/comparison.ts';
import type { TimeSpan } from '#shared/model/filter.ts';
import type { Run } from '#shared/model/run.ts';
import { numberFormat } from '../../ui/number-format.ts';
import type { DetailRun } from './use-detail-run.ts';

/** Limits within which runs count as the same load (method A1). */
const MAX_RATE_RATIO = 1.1;
const MAX_WINDOW_RATIO = 2;

/** Several runs of a side whose samples are taken together. */
interface PooledRuns {
  readonly runs: readonly { readonly runId: number; readonly window: TimeSpan }[];
  /** Of this side; null: all counted samples. */
  readonly label: string | null;
}

/** What a picture of distributions shows of a side. */
export interface ShownSide {
  /** The chosen run. Null until it is known. */
  readonly one: DetailRun | null;
  /** All runs in its place; null: the chosen one alone. */
  readonly all: PooledRuns | null;
}

/** @param span brushed span of elapsed time; null: the window of each run */
export function pooledRuns(
  compared: readonly ComparedRun[],
  label: string | null,
  span: TimeSpan | null,
): PooledRuns {
  return { runs: compared.map(({ runId, window }) => ({ runId, window: span ?? window })), label };
}

/** Why the samples of these runs of one side say nothing together; null: they do. */
export function whyNotTogether(compared: readonly ComparedRun[], runs: readonly Run[]): string | null {
  const own = compared.flatMap(({ runId }) => runs.find(({ id }) => id === runId) ?? []);
  if (own.some(({ granularity }) => granularity === 'aggregated'))
    return 'A report has no samples that could be put together with those of other runs.';
  if (own.some(({ startedAtUs }) => startedAtUs === null))
    return 'A run has no time stamps, so that its load cannot be held against that of the others.';
  const lengths = compared.map(({ window: { fromMs, toMs } }) => toMs - fromMs);
  if (!(Math.max(...lengths) <= MAX_WINDOW_RATIO * Math.min(...lengths)))
    return 'One window is more than twice as long as another: together they would tell of that run.';
  const rates = compared.map(({ samples }, index) => samples / lengths[index]!);
  if (!(Math.max(...rates) <= MAX_RATE_RATIO * Math.min(...rates)))
    return 'The runs were not under the same load: their rates differ by more than 10 %.';
  return null;
}

/** `A: nightly 3, B: all 3 runs`; null where neither side has several. @param all for pictures that take all runs together */
export function shownRunsText(
  baseline: readonly ComparedRun[],
  candidate: readonly ComparedRun[],
  places: readonly [number, number],
  all: boolean,
): string | null {
  if (baseline.length < 2 && candidate.length < 2) return null;
  const words = (side: readonly ComparedRun[], place: number): string =>
    all && side.length > 1
      ? `all ${numberFormat.count(side.length)} runs`
      : ((side[place] ?? side[0])?.name ?? 'none');
  return `A: ${words(baseline, places[0])}, B: ${words(candidate, places[1])}`;
}

/** A note of a picture with the runs that it shows. */
export function withRuns(note: string, shownRuns: string | null): string {
  return shownRuns === null ? note : `${note}; ${shownRuns}`;
}
