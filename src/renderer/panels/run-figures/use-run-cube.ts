import { useEffect, useMemo, useState } from 'react';
import type { Condition } from '#shared/model/filter.ts';
import type { LatencyCube } from '#shared/model/latency.ts';
import type { DenseCube } from '../../data/latency-cube.ts';
import { buildLatencyCube } from '../../data/latency-cube-build.ts';
import { createCubeEstimator, type CubeApdex, type CubeEstimator } from '../../data/latency-cube-estimate.ts';
import { cubeSparklines } from '../../data/latency-cube-sparkline.ts';
import { useEngineQuery } from '../../data/use-query.ts';
import { SPARKLINE_PERCENTILE, TABLE_PERCENTILES } from './figures.ts';

/** Finer than one bin per pixel gains nothing; what it may weigh is in docs/benchmarks.md. */
const MAX_BINS = 600;
const MAX_BYTES = 64_000_000;

export interface RunCube {
  readonly cube: DenseCube;
  readonly estimator: CubeEstimator;
  /** What its Apdex is judged by. */
  readonly apdex: CubeApdex;
  /** By index of the cube; the last is all transactions together. */
  readonly sparklines: readonly Float64Array[];
}

/**
 * The cube of the run's samples for which the conditions hold, once it is there: answers the brush in a frame, and draws
 * the sparklines.
 */
export function useRunCube(
  runId: number | null,
  conditions: readonly Condition[],
  apdex: CubeApdex,
): RunCube | null {
  const { data } = useEngineQuery(
    'latency.cube',
    runId === null ? null : { runId, conditions: [...conditions], maxBins: MAX_BINS, maxBytes: MAX_BYTES },
    { keepPrevious: false },
  );
  const [built, setBuilt] = useState<{ readonly from: LatencyCube; readonly cube: DenseCube } | null>(null);

  useEffect(() => {
    if (data === null) return undefined;
    const abort = new AbortController();
    buildLatencyCube(data, abort.signal).then(
      (cube) => {
        if (!abort.signal.aborted) setBuilt({ from: data, cube });
      },
      () => {
        // Aborted: another run was chosen meanwhile.
      },
    );
    return () => abort.abort();
  }, [data]);

  // A cube of the run before must never answer for this one.
  const cube = built !== null && built.from === data ? built.cube : null;
  const sparklines = useMemo(
    () => (cube === null ? null : cubeSparklines(cube, SPARKLINE_PERCENTILE)),
    [cube],
  );
  return useMemo(() => {
    if (cube === null || sparklines === null) return null;
    return { cube, estimator: createCubeEstimator(cube, TABLE_PERCENTILES, apdex), apdex, sparklines };
  }, [cube, apdex, sparklines]);
}
