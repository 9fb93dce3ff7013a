import { useMemo } from 'react';
import type { WireError } from '#shared/contract/errors.ts';
import type { CorrectedCurve } from '#shared/model/diagnostics.ts';
import { timeKey, wholeRun, type SampleFilter } from '#shared/model/filter.ts';
import type { PhaseReport } from '#shared/model/phases.ts';
import type { Run } from '#shared/model/run.ts';
import { percentileCurve, type PercentileModel } from '../../../charts/percentile/model.ts';
import { useEngineQuery, useQueryLayer } from '../../../data/use-query.ts';
import { measureCompute } from '../../../panels/run-figures/brush-timing.ts';
import { usePhases } from '../../../panels/phases/use-phases.ts';
import { cubeSelection } from '../../../panels/run-figures/estimated-figures.ts';
import type { RunCube } from '../../../panels/run-figures/use-run-cube.ts';
import type { SelectionSnapshot } from '../../../state/selection-slice.ts';
import { isNarrowed, sampleFilter } from '../../../state/selectors.ts';
import { useAppState } from '../../../state/use-store.ts';

/** Points of a curve: finer than a pixel on 500 of them. */
export const MAX_POINTS = 400;

export interface PercentileAnswer {
  readonly model: PercentileModel | null;
  /** The selection's curve is read from the cube; the exact one is on its way. */
  readonly estimated: boolean;
  /** What was corrected and how; null unless asked for. */
  readonly correction: CorrectedCurve | null;
  readonly loading: boolean;
  readonly error: WireError | null;
  readonly retry: () => void;
}

/**
 * The curve of the selection, and behind it that of its samples in the steady phase; where there is no such phase, or it is what
 * is selected, a part of the run has the whole run behind it.
 * @param withCorrection also the curve corrected for coordinated omission (method E10), once the selection rests
 */
export function usePercentileModel(
  run: Run,
  runCube: RunCube | null,
  withCorrection: boolean,
): PercentileAnswer {
  const selection = useAppState((state) => state.selection);
  const { time, transactions, outcome, latency, settled, moving } = selection;
  const narrowed = isNarrowed(selection);
  const layer = useQueryLayer();
  const whole = useEngineQuery('latency.curve', { filter: wholeRun(run.id), maxPoints: MAX_POINTS });

  const filter = isNarrowed(settled) ? sampleFilter(settled) : null;
  const params = filter === null ? null : { filter, maxPoints: MAX_POINTS };
  const part = useEngineQuery('latency.curve', params);
  // The hook answers one render late: the cache tells in this one whether the curve is that of this selection.
  const fresh = params === null || moving ? null : (layer.peek('latency.curve', params) ?? null);

  const estimate = useMemo(() => {
    if (!narrowed || fresh !== null || runCube === null) return null;
    const asked = cubeSelection(runCube.cube, { time, transactions, outcome, latency });
    return asked === null ? null : measureCompute(() => runCube.estimator.curve(asked));
  }, [narrowed, fresh, runCube, time, transactions, outcome, latency]);

  const correction = useEngineQuery(
    'diagnostics.corrected',
    withCorrection ? { filter: filter ?? wholeRun(run.id), maxPoints: MAX_POINTS } : null,
  );
  const correctedCurve = useMemo(
    () => (correction.data === null ? null : percentileCurve(correction.data.corrected)),
    [correction.data],
  );
  const corrected = withCorrection && !moving ? correctedCurve : null;

  const steady = steadyPart(settled, usePhases(run).report, run);
  const steadyAnswer = useEngineQuery(
    'latency.curve',
    steady === null ? null : { filter: steady, maxPoints: MAX_POINTS },
  );
  const steadyCurve = useMemo(
    () => (steadyAnswer.data === null ? null : percentileCurve(steadyAnswer.data)),
    [steadyAnswer.data],
  );

  const exact = fresh ?? part.data;
  const wholeCurve = useMemo(() => (whole.data === null ? null : percentileCurve(whole.data)), [whole.data]);
  const exactCurve = useMemo(() => (exact === null ? null : percentileCurve(exact)), [exact]);
  const selected = narrowed ? (estimate ?? exactCurve) : wholeCurve;
  const isBehindSteady = steady !== null;
  const behind = isBehindSteady ? steadyCurve : narrowed ? wholeCurve : null;
  const model = useMemo(
    () =>
      selected === null
        ? null
        : {
            clockTickMs: run.clockTickMs,
            reported: run.granularity === 'aggregated',
            selection: selected,
            isPart: narrowed,
            behind,
            behindIs: isBehindSteady ? ('steady phase' as const) : ('whole run' as const),
            corrected,
          },
    [selected, behind, isBehindSteady, corrected, narrowed, run.clockTickMs, run.granularity],
  );

  const error = whole.error ?? part.error ?? steadyAnswer.error ?? correction.error;
  const waiting =
    whole.status === 'loading' ||
    (withCorrection && correction.status === 'loading') ||
    (narrowed && fresh === null && estimate === null);
  return {
    model,
    estimated: estimate !== null,
    loading: waiting && error === null,
    error,
    correction: withCorrection ? correction.data : null,
    retry: () => {
      if (whole.error !== null) whole.retry();
      if (part.error !== null) part.retry();
      if (steadyAnswer.error !== null) steadyAnswer.retry();
      if (correction.error !== null) correction.retry();
    },
  };
}

/** The selection within the steady phase; null where there is none, or where it is the whole run or what is selected. */
function steadyPart(
  settled: SelectionSnapshot,
  report: PhaseReport | null,
  { id, durationMs }: Run,
): SampleFilter | null {
  const steady = report?.steady ?? null;
  const filter = settled.runId === id ? sampleFilter(settled) : null;
  if (steady === null || filter === null) return null;
  if (steady.fromMs <= 0 && steady.toMs >= durationMs) return null;
  return timeKey(filter.time) === timeKey(steady) ? null : { ...filter, time: { ...steady } };
}
