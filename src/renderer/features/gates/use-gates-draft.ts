import { useEffect, useState } from 'react';
import type { WireError } from '#shared/contract/errors.ts';
import type { GateProblem, GatesEvaluation } from '#shared/model/gates.ts';
import { useEngineQuery } from '../../data/use-query.ts';

/** Long enough that nothing is judged between two keys. */
const REST_MS = 400;
const NONE: readonly GateProblem[] = [];

export interface GatesDraft {
  /** Of the text as it was when it last rested. */
  readonly problems: readonly GateProblem[];
  /** By the last text without problems; null before there is one, or without a run. */
  readonly evaluation: GatesEvaluation | null;
  /** The evaluation is not that of the text as it is. */
  readonly isOld: boolean;
  readonly error: WireError | null;
  readonly retry: () => void;
}

/**
 * What is wrong with a text while it is written, and how the run would come out by it.
 * @param baselineRunIds null: not known yet
 */
export function useGatesDraft(
  text: string,
  runId: number | null,
  baselineRunIds: readonly number[] | null,
): GatesDraft {
  const settled = useSettled(text);
  const check = useEngineQuery('gates.check', { yaml: settled });
  const checked = check.data !== null && check.data.yaml === settled ? check.data : null;
  const [usable, setUsable] = useState<string | null>(null);
  if (checked?.problems.length === 0 && usable !== settled) setUsable(settled);
  const judged = useEngineQuery(
    'gates.evaluate',
    runId === null || usable === null || baselineRunIds === null
      ? null
      : { runId, baselineRunIds: [...baselineRunIds], yaml: usable },
  );
  const evaluation = judged.data?.runId === runId ? judged.data : null;
  return {
    problems: check.data?.problems ?? NONE,
    evaluation,
    isOld: usable !== text || judged.status === 'loading',
    error: check.error ?? judged.error,
    retry: check.error === null ? judged.retry : check.retry,
  };
}

/** The text once it has not changed for a moment; the first one at once. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), REST_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
