import {
  engineContract,
  type EngineMethod,
  type EngineParams,
  type EngineResult,
} from '../contract/engine.ts';
import { AppError, toWireError } from '../contract/errors.ts';
import type { EngineEventName, EngineEvents } from '../contract/events.ts';
import type { Channel } from './channel.ts';
import { requestSchema, type Response } from './messages.ts';

export type EngineHandlers = {
  readonly [M in EngineMethod]: (
    params: EngineParams<M>,
    context: { readonly signal: AbortSignal },
  ) => Promise<EngineResult<M>> | EngineResult<M>;
};

/** What a carrier serves: the handlers, and a way to hear the engine's pushes. */
export interface ServedEngine {
  readonly handlers: EngineHandlers;
  onEvent(listener: <E extends EngineEventName>(name: E, payload: EngineEvents[E]) => void): () => void;
}

/**
 * Answers the calls that arrive on a channel. Parameters are parsed with the contract's schema before a handler
 * sees them; whatever a handler throws goes back as a typed error; an abort reaches the handler's signal.
 * @returns a function that ends the service and aborts what is running
 */
export function serveEngine(engine: ServedEngine, channel: Channel): () => void {
  const running = new Map<number, AbortController>();
  let serving = true;

  function post(response: Response): void {
    if (serving) channel.post(response);
  }

  async function run(id: number, method: string, params: unknown): Promise<void> {
    const abort = new AbortController();
    running.set(id, abort);
    try {
      const result = await dispatch(engine.handlers, method, params, abort.signal);
      post({ t: 'ok', id, result });
    } catch (error) {
      post({ t: 'err', id, error: toWireError(error) });
    } finally {
      running.delete(id);
    }
  }

  function stop(): void {
    serving = false;
    off();
    for (const abort of running.values()) abort.abort();
    running.clear();
  }

  const off = engine.onEvent((name, payload) => post({ t: 'event', name, payload }));
  channel.onMessage((message) => {
    const request = requestSchema.safeParse(message);
    // Without a valid id there is nobody to answer.
    if (!request.success || !serving) return;
    if (request.data.t === 'abort') running.get(request.data.id)?.abort();
    else void run(request.data.id, request.data.method, request.data.params);
  });
  channel.onClose(stop);
  return stop;
}

async function dispatch(
  handlers: EngineHandlers,
  method: string,
  params: unknown,
  signal: AbortSignal,
): Promise<unknown> {
  if (!isEngineMethod(method)) throw new AppError('bad-request', `The engine has no method "${method}".`);
  const parsed = engineContract[method].params.safeParse(params);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const where = issue === undefined || issue.path.length === 0 ? '' : ` at ${issue.path.join('.')}`;
    throw new AppError('bad-request', `Bad parameters for ${method}${where}: ${issue?.message ?? 'unknown'}`);
  }
  const handler = handlers[method] as (params: unknown, context: { signal: AbortSignal }) => unknown;
  return await handler(parsed.data, { signal });
}

function isEngineMethod(method: string): method is EngineMethod {
  return Object.hasOwn(engineContract, method);
}
