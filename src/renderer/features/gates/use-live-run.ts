import { useState } from 'react';
import type { Run } from '#shared/model/run.ts';
import { useGateBaseline } from '../../panels/gates/use-gates.ts';
import type { BaselineOptions } from '../../panels/gates/gate-baseline.ts';
import { runById } from '../../state/selectors.ts';
import { useAppState } from '../../state/use-store.ts';
import { useGatesDraft, type GatesDraft } from './use-gates-draft.ts';

/** The run that a text is tried on, and what came of it. */
export interface LiveRun {
  /** Null: the workspace has none. */
  readonly run: Run | null;
  readonly runs: readonly Run[];
  readonly setRunId: (id: number) => void;
  /** Null before it is known, and without a run. */
  readonly baseline: BaselineOptions | null;
  readonly draft: GatesDraft;
}

export function useLiveRun(text: string, firstRunId: number | null): LiveRun {
  const runs = useAppState((state) => state.workspace.runs);
  const [runId, setRunId] = useState(firstRunId);
  const run = runById(runs, runId) ?? runs[0] ?? null;
  const baseline = useGateBaseline(run);
  const draft = useGatesDraft(text, run?.id ?? null, baseline?.chosen.runIds ?? null);
  return { run, runs, setRunId, baseline, draft };
}
