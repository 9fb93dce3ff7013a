import type { diagnosticsMethods } from '#shared/contract/diagnostics-methods.ts';
import type { EngineHandlers } from '#shared/rpc/server.ts';
import type { HandlerContext } from './context.ts';
import { honestyHandlers } from './honesty.ts';
import { phaseHandlers } from './phases.ts';

/** What a run is, and how far it can be trusted. */
export function diagnosingHandlers(
  context: HandlerContext,
): Pick<EngineHandlers, keyof typeof diagnosticsMethods> {
  return { ...phaseHandlers(context), ...honestyHandlers(context) };
}
