import { AppError, cancelledError, fromWireError } from '../contract/errors.ts';
import type { EngineMethod, EngineParams, EngineResult } from '../contract/engine.ts';
import type { EngineEventName, EngineEvents } from '../contract/events.ts';
import type { Channel } from './channel.ts';
import { answerSchema, responseSchema, type Request, type Response } from './messages.ts';

export interface CallOptions {
  readonly signal?: AbortSignal;
}

/** The engine as its users see it, whatever carries the calls. */
export interface EngineClient {
  call<M extends EngineMethod>(
    method: M,
    params: EngineParams<M>,
    options?: CallOptions,
  ): Promise<EngineResult<M>>;
  /** @returns a function that takes the listener off again */
  on<E extends EngineEventName>(event: E, listener: (payload: EngineEvents[E]) => void): () => void;
  close(): void;
}

interface Pending {
  readonly resolve: (result: never) => void;
  readonly reject: (error: AppError) => void;
  readonly release: () => void;
}

/**
 * Calls by name with one id per call. An aborted call rejects at once with `cancelled` and tells the engine;
 * when the carrier closes, every pending and later call rejects with `engine-gone`.
 */
export function createEngineClient(channel: Channel): EngineClient {
  const pending = new Map<number, Pending>();
  const listeners = new Map<string, Set<(payload: never) => void>>();
  let nextId = 1;
  let gone: AppError | null = null;

  function settle(id: number): Pending | undefined {
    const call = pending.get(id);
    pending.delete(id);
    call?.release();
    return call;
  }

  function failAll(error: AppError): void {
    gone = error;
    for (const id of [...pending.keys()]) settle(id)?.reject(error);
  }

  function emit(name: string, payload: unknown): void {
    for (const listener of listeners.get(name) ?? []) listener(payload as never);
  }

  function receive(response: Response): void {
    switch (response.t) {
      case 'ok':
        settle(response.id)?.resolve(response.result as never);
        return;
      case 'err':
        settle(response.id)?.reject(fromWireError(response.error));
        return;
      case 'event':
        emit(response.name, response.payload);
        return;
      case 'down':
        failAll(fromWireError(response.error));
        emit('engine.failed', response.error);
        return;
    }
  }

  channel.onMessage((message) => {
    const parsed = responseSchema.safeParse(message);
    if (parsed.success) {
      receive(parsed.data);
      return;
    }
    // An answer that cannot be understood still ends its call, which would wait for ever. Everything else is dropped.
    const answered = answerSchema.safeParse(message);
    if (!answered.success) return;
    settle(answered.data.id)?.reject(
      new AppError('internal', 'The engine sent an answer that cannot be read.'),
    );
  });
  channel.onClose((reason) => {
    if (gone !== null) return;
    const error = new AppError('engine-gone', `The engine stopped answering: ${reason}.`, {
      hint: 'Reload the window. Saved workspaces are not affected.',
    });
    failAll(error);
    emit('engine.failed', { code: error.code, message: error.message, hint: error.hint });
  });

  return {
    call<M extends EngineMethod>(method: M, params: EngineParams<M>, options: CallOptions = {}) {
      return new Promise<EngineResult<M>>((resolve, reject) => {
        const { signal } = options;
        if (gone !== null) {
          reject(gone);
          return;
        }
        if (signal?.aborted === true) {
          reject(cancelledError());
          return;
        }
        const id = nextId++;
        const onAbort = (): void => {
          settle(id);
          post({ t: 'abort', id });
          reject(cancelledError());
        };
        signal?.addEventListener('abort', onAbort, { once: true });
        pending.set(id, {
          resolve: resolve,
          reject,
          release: () => signal?.removeEventListener('abort', onAbort),
        });
        try {
          post({ t: 'call', id, method, params });
        } catch (error) {
          // What a carrier cannot carry never leaves this side.
          settle(id);
          throw error;
        }
      });
    },
    on(event, listener) {
      const set = listeners.get(event) ?? new Set();
      listeners.set(event, set);
      set.add(listener);
      return () => set.delete(listener);
    },
    close() {
      channel.close();
    },
  };

  function post(request: Request): void {
    channel.post(request);
  }
}
