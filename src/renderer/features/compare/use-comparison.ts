import { useState } from 'react';
import type { WireError } from '#shared/contract/errors.ts';
import type { Comparison, ComparisonRequest, MetricVerdict } from '#shared/model/comparison.ts';
import { useEngineQuery } from '../../data/use-query.ts';
import { useAppState } from '../../state/use-store.ts';
import { requestToken } from './request-token.ts';

export interface ComparisonAnswer {
  /** Of these very sides; null before the first answer. */
  readonly comparison: Comparison | null;
  /** `comparison` answers an earlier question, e.g. with another margin. */
  readonly isPrevious: boolean;
  readonly loading: boolean;
  /** Findings so far, before the adjustment that needs all of them. */
  readonly provisional: readonly MetricVerdict[];
  readonly progress: { readonly done: number; readonly total: number } | null;
  readonly cancelled: boolean;
  readonly cancel: () => void;
  /** Computes what was cancelled. */
  readonly resume: () => void;
  readonly error: WireError | null;
  readonly retry: () => void;
}

const NONE: readonly MetricVerdict[] = [];

/** Compares, tells how far it is, and can be stopped. @param request null: a side is empty */
export function useComparison(request: ComparisonRequest | null): ComparisonAnswer {
  const token = request === null ? '' : requestToken(request);
  const [stopped, setStopped] = useState<string | null>(null);
  const cancelled = stopped !== null && stopped === token;
  const answer = useEngineQuery('compare.run', request === null || cancelled ? null : { request, token });
  const told = useAppState((state) => state.compare.progress);
  const loading = answer.status === 'loading';
  const progress = loading && told?.token === token ? told : null;
  // Another pair's verdicts under these names would be wrong, not merely old.
  const comparison =
    request !== null && answer.data !== null && isOf(answer.data, request) ? answer.data : null;
  return {
    comparison,
    isPrevious: answer.isPrevious,
    loading,
    provisional: progress?.verdicts ?? NONE,
    progress: progress === null ? null : { done: progress.done, total: progress.total },
    cancelled,
    cancel: () => setStopped(token),
    resume: () => setStopped(null),
    error: answer.error,
    retry: answer.retry,
  };
}

function isOf(comparison: Comparison, request: ComparisonRequest): boolean {
  const ids = (runs: Comparison['baseline']): string => runs.map((run) => run.runId).join();
  return (
    ids(comparison.baseline) === request.baseline.runIds.join() &&
    ids(comparison.candidate) === request.candidate.runIds.join()
  );
}
