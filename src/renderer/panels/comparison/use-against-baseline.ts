import { useMemo } from 'react';
import type { WireError } from '#shared/contract/errors.ts';
import {
  comparedMetrics,
  DEFAULT_MARGIN,
  type ComparisonRequest,
  type MetricVerdict,
} from '#shared/model/comparison.ts';
import type { Run } from '#shared/model/run.ts';
import { useEngineQuery } from '../../data/use-query.ts';
import type { CompareDraft } from '../../state/compare-draft.ts';
import { comparisonRequest } from '../../state/compare-slice.ts';
import { useAppState } from '../../state/use-store.ts';

/** One run held against its baseline at p95, by the comparison that the screen of comparisons shows. */
export interface AgainstBaseline {
  /** Null: the comparison is not there yet. */
  readonly verdicts: RunVerdicts | null;
  readonly error: WireError | null;
}

export interface RunVerdicts {
  /** Of all counted samples together. */
  readonly overall: MetricVerdict | null;
  /** By the labels of the run. */
  readonly byLabel: ReadonlyMap<string, MetricVerdict>;
}

const TOKEN = 'against-baseline';

/**
 * @param baselineRunIds empty: there is no baseline; null: it is not known yet
 * @param ready false: other figures come first
 * @returns null without a baseline
 */
export function useAgainstBaseline(
  run: Run,
  baselineRunIds: readonly number[] | null,
  ready: boolean,
): AgainstBaseline | null {
  const draft = useAppState((state) => state.compare.draft);
  const request = useMemo(
    () =>
      baselineRunIds === null || baselineRunIds.length === 0
        ? null
        : requestAgainst(draft, baselineRunIds, run.id),
    [draft, baselineRunIds, run.id],
  );
  const { data, error } = useEngineQuery(
    'compare.run',
    request === null || !ready ? null : { request, token: TOKEN },
    { keepPrevious: false },
  );
  return useMemo(
    () => (request === null ? null : { verdicts: data === null ? null : verdictsOf(data.verdicts), error }),
    [request, data, error],
  );
}

/** As it was set up on the screen of comparisons, where these very runs are compared there; else with the usual margins. */
export function requestAgainst(
  draft: CompareDraft,
  baselineRunIds: readonly number[],
  runId: number,
): ComparisonRequest {
  const isOpen =
    draft.baseline.runIds.join() === baselineRunIds.join() && draft.candidate.runIds.join() === String(runId);
  const own = isOpen ? comparisonRequest(draft) : null;
  return (
    own ?? {
      baseline: { runIds: [...baselineRunIds], windows: baselineRunIds.map(() => 'steady' as const) },
      candidate: { runIds: [runId], windows: ['steady'] },
      margin: DEFAULT_MARGIN,
      margins: [],
      waivers: [],
      mapping: [],
      metrics: [...comparedMetrics],
    }
  );
}

export function verdictsOf(all: readonly MetricVerdict[]): RunVerdicts {
  const p95 = all.filter(({ metric }) => metric === 'p95');
  return {
    overall: p95.find(({ label }) => label === null) ?? null,
    byLabel: new Map(
      p95.flatMap((verdict) =>
        verdict.label === null ? [] : [[verdict.candidateLabel ?? verdict.label, verdict] as const],
      ),
    ),
  };
}
