import type { EngineMethod } from '#shared/contract/engine.ts';
import type { EngineHandlers } from '#shared/rpc/server.ts';

/**
 * Handlers whose code is loaded when the first of them is called. Most of the engine is not needed for the first answer
 * of a workspace, and parsing it would take longer than the answer (docs/decisions/0012).
 * @param methods the part of the contract that the handlers are for
 */
export function deferredHandlers<M extends EngineMethod>(
  methods: Readonly<Record<M, unknown>>,
  load: () => Promise<Pick<EngineHandlers, M>>,
): Pick<EngineHandlers, M> {
  let loaded: Promise<Pick<EngineHandlers, M>> | null = null;
  const call = async (name: M, ...args: Parameters<EngineHandlers[M]>): Promise<unknown> => {
    loaded ??= load();
    const handler = (await loaded)[name] as (...given: Parameters<EngineHandlers[M]>) => unknown;
    return await handler(...args);
  };
  const names = Object.keys(methods) as M[];
  return Object.fromEntries(
    names.map((name) => [name, (...args: Parameters<EngineHandlers[M]>) => call(name, ...args)]),
  ) as unknown as Pick<EngineHandlers, M>;
}
