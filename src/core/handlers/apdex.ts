import type { apdexMethods } from '#shared/contract/apdex-methods.ts';
import type { EngineHandlers } from '#shared/rpc/server.ts';
import { storedApdex, storeApdex } from '../workspace/stored-apdex.ts';
import type { HandlerContext } from './context.ts';

/** What the Apdex of the workspace is judged by. */
export function apdexHandlers({
  session,
  announce,
}: HandlerContext): Pick<EngineHandlers, keyof typeof apdexMethods> {
  return {
    'apdex.settings': () => storedApdex(session.workspace.database),
    'apdex.set': async (settings) => {
      await storeApdex(session.workspace.database, settings);
      session.workspace.changed();
      await announce();
      return settings;
    },
  };
}
