import { useMemo, useState } from 'react';
import type { WireError } from '#shared/contract/errors.ts';
import type { ComparisonRequest } from '#shared/model/comparison.ts';
import type { GatesEvaluation, NamedBaseline } from '#shared/model/gates.ts';
import type { Run } from '#shared/model/run.ts';
import { useEngineQuery } from '../../data/use-query.ts';
import { useAppState } from '../../state/use-store.ts';
import { baselineOptions, type BaselineOptions } from './gate-baseline.ts';

const NONE: readonly NamedBaseline[] = [];

export interface GatesAnswer {
  /** Null before the first answer. */
  readonly evaluation: GatesEvaluation | null;
  readonly loading: boolean;
  readonly error: WireError | null;
  readonly retry: () => void;
  /** Null: it is not for the person to choose here. */
  readonly baseline: BaselineOptions | null;
}

/**
 * What the run can be held against, with what was chosen.
 * @returns null before the baselines are known, and without a run
 */
export function useGateBaseline(run: Run | null): BaselineOptions | null {
  const runs = useAppState((state) => state.workspace.runs);
  const { baseline, candidate } = useAppState((state) => state.compare.draft);
  const choice = useAppState((state) => (run === null ? undefined : state.gates.baselines[run.id]));
  const { data, status } = useEngineQuery('baselines.list', {});
  // Without the list the run is judged as one without a baseline; that it could not be read is said nowhere else.
  const named = data ?? (status === 'error' ? NONE : null);
  return useMemo(
    () =>
      named === null || run === null
        ? null
        : baselineOptions({
            run,
            runs,
            named,
            choice,
            sides: { baseline: baseline.runIds, candidate: candidate.runIds },
          }),
    [run, runs, named, choice, baseline.runIds, candidate.runIds],
  );
}

/**
 * The run held against the gates of the workspace.
 * @param ready false: other figures come first; once true it stays so
 */
export function useGates(run: Run, ready = true): GatesAnswer {
  const baseline = useGateBaseline(run);
  const [begun, setBegun] = useState(ready);
  if (ready && !begun) setBegun(true);
  return useEvaluation(begun && baseline !== null ? run.id : null, baseline?.chosen.runIds ?? [], baseline);
}

/** As {@link useGates}, against the baseline of a comparison. @param runId null: there is nothing to judge */
export function useGatesAgainst(
  runId: number | null,
  { baseline, waivers, mapping }: Pick<ComparisonRequest, 'baseline' | 'waivers' | 'mapping'>,
): GatesAnswer {
  // A run cannot be held against itself, as it may be on both sides.
  return useEvaluation(
    runId,
    baseline.runIds.filter((id) => id !== runId),
    null,
    waivers.length + mapping.length === 0 ? undefined : { waivers, mapping },
  );
}

function useEvaluation(
  runId: number | null,
  baselineRunIds: readonly number[],
  baseline: BaselineOptions | null,
  comparison?: Pick<ComparisonRequest, 'waivers' | 'mapping'>,
): GatesAnswer {
  const answer = useEngineQuery(
    'gates.evaluate',
    runId === null
      ? null
      : {
          runId,
          baselineRunIds: [...baselineRunIds],
          yaml: null,
          ...(comparison !== undefined && { comparison }),
        },
  );
  // What was judged of another run is not an older state of this one.
  const evaluation = answer.data?.runId === runId ? answer.data : null;
  const loading = answer.status === 'loading' || (runId === null && evaluation === null);
  const { error, retry } = answer;
  return useMemo(
    () => ({ evaluation, loading, error, retry, baseline }),
    [evaluation, loading, error, retry, baseline],
  );
}
