import { useMemo } from 'react';
import type { Run } from '#shared/model/run.ts';
import { summaryQuestion } from '../../data/summary-question.ts';
import { useEngineQuery } from '../../data/use-query.ts';
import { sampleFilter } from '../../state/selectors.ts';
import { useAppState } from '../../state/use-store.ts';
import { transactionFigures } from '../run-figures/figures.ts';
import { useIntervals } from '../run-figures/use-intervals.ts';
import { natureOf } from '../run-nature/run-nature.ts';
import { EXTRA, type SessionGoal, type TableExtras } from './extra-columns.tsx';

/** The least that a summary can be asked for: only its counts are read. */
const COUNTS_ONLY: readonly number[] = [50];

/**
 * What the optional columns show, as far as they are shown.
 * @param shown ids of columns that somebody asked for
 * @param isExact false while the figures are not those of the settled selection: nothing is asked then
 */
export function useTableExtras(
  run: Run,
  shown: readonly string[],
  isExact: boolean,
  goal: SessionGoal,
): TableExtras {
  const settled = useAppState((state) => state.selection.settled);
  const filter = useMemo(
    () => (natureOf(run) === 'samples' && isExact ? sampleFilter({ ...settled, transactions: null }) : null),
    [run, settled, isExact],
  );
  const asks = (...ids: readonly string[]): boolean =>
    filter !== null && ids.some((id) => shown.includes(id));

  const intervals = useIntervals(asks(EXTRA.interval95, EXTRA.interval99, EXTRA.apdex) ? filter : null);
  const modes = useEngineQuery(
    'diagnostics.modes',
    filter !== null && asks(EXTRA.modes) ? { filter } : null,
    { keepPrevious: false },
  );
  const slower = useEngineQuery(
    'latency.summary',
    filter !== null && asks(EXTRA.risk) && isPossible(filter.latency, goal)
      ? summaryQuestion({ ...filter, latency: aboveLimit(filter.latency, goal.limitMs) }, COUNTS_ONLY)
      : null,
    { keepPrevious: false },
  );

  return useMemo(
    () => ({
      intervals,
      modes:
        modes.data === null ? null : new Map(modes.data.map((found) => [found.transactionId, found.modes])),
      slower:
        slower.data === null
          ? null
          : new Map(transactionFigures(slower.data).map(({ id, samples }) => [id, samples ?? 0])),
      goal,
    }),
    [intervals, modes.data, slower.data, goal],
  );
}

type Band = { readonly fromMs: number; readonly toMs: number | null } | null;

/** The part of a band of response times that lies above the limit. */
function aboveLimit(band: Band, limitMs: number): NonNullable<Band> {
  return { fromMs: Math.max(limitMs, band?.fromMs ?? 0), toMs: band?.toMs ?? null };
}

/** A band that ends below the limit has nothing above it; the question would have no sense. */
function isPossible(band: Band, { limitMs }: SessionGoal): boolean {
  const endMs = band?.toMs ?? null;
  return endMs === null || endMs >= limitMs;
}
