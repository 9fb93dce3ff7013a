import type { EngineMethod, EngineResult } from '#shared/contract/engine.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { EngineEventName, EngineEvents } from '#shared/contract/events.ts';
import { createChannelPair, type Channel } from '#shared/rpc/channel.ts';
import { createEngineClient, type EngineClient } from '#shared/rpc/client.ts';
import { serveEngine, type EngineHandlers, type ServedEngine } from '#shared/rpc/server.ts';
import { fakeInfo, fakeWorkspace } from './fake-data.ts';

/** Any part of the engine; what a test does not give answers like an engine with an empty workspace, or not at all. */
export type FakeHandlers = Partial<EngineHandlers>;

export interface FakeEngine {
  readonly client: EngineClient;
  /** Names and parameters of all calls so far, in order. */
  readonly calls: readonly { readonly method: EngineMethod; readonly params: unknown }[];
  countOf(method: EngineMethod): number;
  push<E extends EngineEventName>(event: E, payload: EngineEvents[E]): void;
  /** The carrier breaks. */
  die(): void;
}

const quiet: FakeHandlers = {
  'engine.info': () => fakeInfo(),
  'workspace.info': () => fakeWorkspace(),
  'workspace.recent': () => [],
  'import.state': () => ({ files: [], active: false }),
  'runs.list': () => [],
  'sources.list': () => [],
  'baselines.list': () => [],
  'reports.list': () => [],
};

/** A client that talks to made-up handlers over the real protocol, schemas included. */
export function createFakeEngine(handlers: FakeHandlers = {}): FakeEngine {
  const [near, far] = createChannelPair();
  const engine = serveFake(handlers, far);
  return {
    client: createEngineClient(near),
    calls: engine.calls,
    countOf: (method) => engine.calls.filter((call) => call.method === method).length,
    push: engine.push,
    die: () => far.close(),
  };
}

interface ServedFake {
  readonly calls: { readonly method: EngineMethod; readonly params: unknown }[];
  readonly push: FakeEngine['push'];
}

/** The same behind any channel: the page that is opened for a look serves one over a socket. */
export function serveFake(handlers: FakeHandlers, channel: Channel): ServedFake {
  const listeners = new Set<Parameters<ServedEngine['onEvent']>[0]>();
  const calls: { method: EngineMethod; params: unknown }[] = [];
  const known: FakeHandlers = { ...quiet, ...handlers };
  const all = new Proxy(known, {
    get: (target, name) => {
      const method = name as EngineMethod;
      return (params: never, context: never) => {
        calls.push({ method, params });
        const handler = target[method] as ((params: never, context: never) => unknown) | undefined;
        if (handler === undefined) throw new AppError('internal', `The fake engine has no ${method}.`);
        return handler(params, context);
      };
    },
  }) as EngineHandlers;
  serveEngine(
    {
      handlers: all,
      onEvent: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    channel,
  );
  return {
    calls,
    push: (event, payload) => {
      for (const listener of listeners) listener(event, payload);
    },
  };
}

export interface Deferred<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (error: unknown) => void;
}

/** An answer that comes when the test says so. */
export function deferred<M extends EngineMethod>(): Deferred<EngineResult<M>> {
  let resolve: (value: EngineResult<M>) => void = () => undefined;
  let reject: (error: unknown) => void = () => undefined;
  const promise = new Promise<EngineResult<M>>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}
