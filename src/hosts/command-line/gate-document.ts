import type { GateOutcome, GateResult, GatesEvaluation } from '#shared/model/gates.ts';
import type { Run } from '#shared/model/run.ts';

/** `gate --json`, version 1: fields may be added, never renamed or removed. See docs/cli.md. */
export interface GateDocument {
  readonly schema: 'loadstone/gate/1';
  /** Path of the file of gates; null: those of the workspace, or the defaults. */
  readonly rules: string | null;
  readonly baseline: readonly string[];
  readonly runs: readonly GatedRunDocument[];
  /** The worst of all runs. */
  readonly outcome: GateOutcome;
  readonly warnings: readonly { readonly code: string; readonly message: string }[];
}

export interface GatedRunDocument {
  readonly name: string;
  readonly tool: string;
  readonly startedAt: string | null;
  readonly durationMs: number;
  readonly outcome: GateOutcome;
  readonly gates: readonly GateResult[];
}

export function gatedRun(run: Run, { results, outcome }: GatesEvaluation): GatedRunDocument {
  return {
    name: run.name,
    tool: run.tool,
    startedAt: run.startedAtUs === null ? null : new Date(run.startedAtUs / 1000).toISOString(),
    durationMs: run.durationMs,
    outcome,
    gates: results,
  };
}

/** Failed before cannot tell before passed. */
export function worstOf(runs: readonly { readonly outcome: GateOutcome }[]): GateOutcome {
  const outcomes = runs.map(({ outcome }) => outcome);
  if (outcomes.includes('failed')) return 'failed';
  return outcomes.includes('cannot-tell') ? 'cannot-tell' : 'passed';
}

export const outcomeWords: Readonly<Record<GateOutcome, string>> = {
  passed: 'passed',
  failed: 'failed',
  'cannot-tell': 'cannot tell',
};
