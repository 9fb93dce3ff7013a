import type { EngineMethod, EngineParams, EngineResult } from '#shared/contract/engine.ts';
import type { EngineClient } from '#shared/rpc/client.ts';
import { queryKey } from './query-key.ts';
import { ResultCache } from './result-cache.ts';
import { Turns } from './turns.ts';

const MAX_RESULTS = 200;
const MAX_RESULT_BYTES = 256_000_000;
/** Within it the views have asked for the figures of what was selected, and a hand that goes on has not stopped. */
const REST_MS = 300;

/** Whether answers to a method may differ after a change. */
export type Touches = (method: EngineMethod) => boolean;

/** A question under way. Whoever asked lets go of it; the last one to do so aborts the engine's work. */
export interface Asked<R> {
  readonly result: Promise<R>;
  readonly release: () => void;
}

/**
 * Key -> result over the engine. Equal questions share one call and one result for as long as the workspace does not
 * change. Errors are not kept: the next asker tries again.
 */
export interface QueryLayer {
  /** The result if it is at hand. */
  peek<M extends EngineMethod>(method: M, params: EngineParams<M>): EngineResult<M> | undefined;
  ask<M extends EngineMethod>(method: M, params: EngineParams<M>): Asked<EngineResult<M>>;
  /**
   * Asks for something that changes the workspace: never shared, never kept, and not aborted. What was asked before is
   * stale afterwards.
   * @param touches which answers the change can make stale; absent: all
   */
  change<M extends EngineMethod>(
    method: M,
    params: EngineParams<M>,
    touches?: Touches,
  ): Promise<EngineResult<M>>;
  /** Counts up whenever results become stale. */
  generation(): number;
  /** Forgets everything, e.g. because another workspace was opened; or what a change without the engine's word touches. */
  invalidate(touches?: Touches): void;
  /**
   * Gives the machine to a hand that moves a brush: questions in the background (see {@link Turns}) are taken back from the
   * engine, and asked again some moments after the last such hand has let go, behind the figures of what it selected.
   * Whoever waits for them waits on, and hears nothing of it.
   * @returns lets go; more than once does no harm
   */
  holdBackground(): () => void;
  /** Called when results became stale. @returns a function that takes the listener off again */
  onStale(listener: () => void): () => void;
  dispose(): void;
}

/** A change under way that touches a part of the answers only. */
interface PartialChange {
  readonly touches: Touches;
  /** The engine has spoken of it. */
  announced: boolean;
}

interface Running {
  readonly method: EngineMethod;
  readonly result: Promise<unknown>;
  readonly abort: AbortController;
  askers: number;
}

export function createQueryLayer(client: EngineClient): QueryLayer {
  const cache = new ResultCache(MAX_RESULTS, MAX_RESULT_BYTES);
  const running = new Map<string, Running>();
  const turns = new Turns();
  const listeners = new Set<() => void>();
  let generation = 0;
  let contents = '';
  const partial = new Set<PartialChange>();
  const hands = new Set<symbol>();
  let resumption: ReturnType<typeof setTimeout> | undefined;

  const off = client.on('workspace.changed', ({ path, revision }) => {
    // Two workspaces may well be at the same revision.
    const next = `${revision} ${path ?? ''}`;
    if (next === contents) return;
    contents = next;
    // The engine speaks of a change before it answers: one word for each. Whatever else it speaks of touches all.
    const change = [...partial].find(({ announced }) => !announced);
    if (change !== undefined) change.announced = true;
    invalidate(change?.touches);
  });

  function invalidate(touches: Touches = () => true): void {
    generation++;
    cache.removeWhere((method) => touches(method as EngineMethod));
    // What is under way was asked of the old contents: nobody may join it, and its answer is not kept.
    for (const [key, { method }] of running) if (touches(method)) running.delete(key);
    for (const listener of [...listeners]) listener();
  }

  function start(key: string, method: EngineMethod, params: EngineParams<EngineMethod>): Running {
    const abort = new AbortController();
    const call: Running = {
      method,
      abort,
      askers: 0,
      result: turns
        .take(method, abort.signal, (signal) => client.call(method, params, { signal }))
        .then(
          (result) => {
            if (running.get(key) === call) {
              running.delete(key);
              cache.set(key, result);
            }
            return result;
          },
          (error: unknown) => {
            if (running.get(key) === call) running.delete(key);
            throw error;
          },
        ),
    };
    // Every asker may have gone by the time it fails.
    call.result.catch(() => undefined);
    running.set(key, call);
    return call;
  }

  return {
    peek<M extends EngineMethod>(method: M, params: EngineParams<M>) {
      return cache.peek(queryKey(method, params)) as EngineResult<M> | undefined;
    },
    ask<M extends EngineMethod>(method: M, params: EngineParams<M>): Asked<EngineResult<M>> {
      const key = queryKey(method, params);
      if (cache.has(key))
        return { result: Promise.resolve(cache.get(key) as EngineResult<M>), release: nothing };
      const call = running.get(key) ?? start(key, method, params);
      call.askers++;
      let held = true;
      return {
        result: call.result as Promise<EngineResult<M>>,
        release: () => {
          if (!held) return;
          held = false;
          call.askers--;
          if (call.askers > 0) return;
          if (running.get(key) === call) running.delete(key);
          call.abort.abort();
        },
      };
    },
    async change<M extends EngineMethod>(
      method: M,
      params: EngineParams<M>,
      touches: Touches = () => true,
    ): Promise<EngineResult<M>> {
      const change: PartialChange = { touches, announced: false };
      partial.add(change);
      try {
        const result = await client.call(method, params);
        // The engine says by itself what it changed; a change that it did not speak of is a change still.
        if (!change.announced) invalidate(touches);
        return result;
      } catch (error) {
        // What it spoke of was something else then.
        if (change.announced) invalidate();
        throw error;
      } finally {
        partial.delete(change);
      }
    },
    holdBackground() {
      const hand = Symbol('hand');
      hands.add(hand);
      clearTimeout(resumption);
      turns.hold();
      return () => {
        if (!hands.delete(hand) || hands.size > 0) return;
        clearTimeout(resumption);
        resumption = setTimeout(() => turns.resume(), REST_MS);
      };
    },
    generation: () => generation,
    invalidate,
    onStale(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    dispose() {
      off();
      clearTimeout(resumption);
      listeners.clear();
      for (const call of running.values()) call.abort.abort();
      running.clear();
      cache.clear();
    },
  };
}

function nothing(): void {
  // A kept result holds nothing that could be let go.
}
