import type { EngineEventName, EngineEvents } from '#shared/contract/events.ts';
import type { RunLoops } from '../diagnostics/honesty/run-loops.ts';
import type { RunPhases } from '../diagnostics/phase-report.ts';
import type { EngineAnswers } from '../sharing/engine-answers.ts';
import type { WorkspaceSession } from '../workspace/session.ts';

/** What handlers of the contract work with. */
export interface HandlerContext {
  readonly session: WorkspaceSession;
  readonly phases: RunPhases;
  readonly loops: RunLoops;
  /** What gates, findings and reports ask the engine's own methods. */
  readonly answers: EngineAnswers;
  /** Says that the content of the workspace has changed: the window asks anew. */
  readonly announce: () => Promise<void>;
  readonly emit: <E extends EngineEventName>(name: E, payload: EngineEvents[E]) => void;
  readonly nowUs: () => number;
}
