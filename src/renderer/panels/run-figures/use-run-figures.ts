import { useMemo } from 'react';
import type { WireError } from '#shared/contract/errors.ts';
import type { SampleFilter } from '#shared/model/filter.ts';
import type { LatencySummary } from '#shared/model/latency.ts';
import type { Run, Transaction } from '#shared/model/run.ts';
import type { Apdex } from '#shared/model/statistics.ts';
import { summaryQuestion } from '../../data/summary-question.ts';
import { useEngineQuery, useQueryLayer } from '../../data/use-query.ts';
import { sampleFilter } from '../../state/selectors.ts';
import { useAppState } from '../../state/use-store.ts';
import { natureOf } from '../run-nature/run-nature.ts';
import { measureCompute } from './brush-timing.ts';
import { cubeSelection, estimatedApdex, estimatedFigures } from './estimated-figures.ts';
import {
  overallFigures,
  percentilesFor,
  TABLE_PERCENTILES,
  type Figures,
  type TransactionFigures,
} from './figures.ts';
import { useListedTransactions } from './use-listed-transactions.ts';
import type { RunCube } from './use-run-cube.ts';

const NO_ROWS: readonly TransactionFigures[] = [];

/**
 * - exact: computed by the engine over all samples of the selection
 * - estimate: read from the cube while the exact figures are not there; counts are exact nevertheless
 * - previous: figures of the selection before, shown dimmed
 */
export type FiguresState = 'exact' | 'estimate' | 'previous';

export interface RunFigures {
  readonly state: FiguresState;
  /** What `percentilesMs` are the values of. */
  readonly percentiles: readonly number[];
  readonly overall: Figures;
  readonly transactions: readonly TransactionFigures[];
  readonly apdex: Apdex | null;
}

export interface FiguresAnswer {
  /** Null before the first answer. */
  readonly figures: RunFigures | null;
  /** The same for those who show no rows: of a run with very many transactions it is there before the rows are. */
  readonly headline: RunFigures | null;
  readonly loading: boolean;
  readonly error: WireError | null;
  readonly retry: () => void;
}

/**
 * Figures of the selection for headline and table. The table keeps the transactions that are not chosen: they are
 * what one chooses from; the headline is about the chosen ones alone.
 */
export function useRunFigures(
  run: Run,
  runCube: RunCube | null,
  transactions: ReadonlyMap<number, Transaction>,
  jmeterCompatible: boolean,
): FiguresAnswer {
  const selection = useAppState((state) => state.selection);
  // A run without response times has no figures to ask for.
  const settled = natureOf(run) === 'none' ? null : sampleFilter(selection.settled);
  const percentiles = percentilesFor(run);
  const all = useSummary(settled, percentiles, jmeterCompatible);
  const rows = useSummary(
    settled === null ? null : { ...settled, transactions: null },
    percentiles,
    jmeterCompatible,
  );
  const fresh = !selection.moving && all.fresh !== null && rows.fresh !== null;

  const overall = all.fresh ?? all.data;
  const table = rows.fresh ?? rows.data;
  const listed = useListedTransactions(run.id, table);
  const isListed = fresh && listed?.of === table;

  const { time, transactions: chosen, outcome, latency } = selection;
  const estimate = useMemo(() => {
    if (isListed || runCube === null) return null;
    const { cube, estimator } = runCube;
    return measureCompute(() => {
      const asked = cubeSelection(cube, { time, transactions: chosen, outcome, latency });
      if (asked === null) return null;
      const read = estimator.figures(asked);
      return {
        ...estimatedFigures(cube, read, asked, run, transactions, runCube.apdex),
        percentiles: TABLE_PERCENTILES,
        apdex: estimatedApdex(cube, read, asked, runCube.apdex),
      };
    });
  }, [isListed, run, runCube, time, chosen, outcome, latency, transactions]);

  const exact = useMemo(
    () =>
      overall === null || listed === null
        ? null
        : {
            percentiles: overall.percentiles,
            overall: overallFigures(overall),
            transactions: listed.rows,
            apdex: overall.overall.apdex,
          },
    [overall, listed],
  );

  const figures = useMemo((): RunFigures | null => {
    if (estimate !== null) return { state: 'estimate', ...estimate };
    return exact === null ? null : { state: isListed ? 'exact' : 'previous', ...exact };
  }, [estimate, exact, isListed]);
  const headline = useMemo((): RunFigures | null => {
    if (!fresh || isListed || overall === null) return figures;
    const { percentiles, overall: statistics } = overall;
    const { apdex } = statistics;
    return { state: 'exact', percentiles, overall: overallFigures(overall), transactions: NO_ROWS, apdex };
  }, [figures, fresh, isListed, overall]);

  const error = all.error ?? rows.error;
  return {
    figures,
    headline,
    loading: settled !== null && !(fresh && isListed) && !selection.moving && error === null,
    error,
    retry: () => {
      all.retry();
      rows.retry();
    },
  };
}

interface SummaryAnswer {
  /** The answer to this very question, if it is there. */
  readonly fresh: LatencySummary | null;
  readonly data: LatencySummary | null;
  readonly error: WireError | null;
  readonly retry: () => void;
}

function useSummary(
  filter: SampleFilter | null,
  percentiles: readonly number[],
  jmeterCompatible: boolean,
): SummaryAnswer {
  const params = filter === null ? null : { ...summaryQuestion(filter, percentiles), jmeterCompatible };
  const answer = useEngineQuery('latency.summary', params);
  const layer = useQueryLayer();
  // The hook answers one render late: the cache tells in this one whether the figures are those of this selection.
  const fresh = params === null ? undefined : layer.peek('latency.summary', params);
  return { fresh: fresh ?? null, data: answer.data, error: answer.error, retry: answer.retry };
}
