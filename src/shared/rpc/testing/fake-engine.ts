import { AppError } from '../../contract/errors.ts';
import type { EngineEventName, EngineEvents } from '../../contract/events.ts';
import type { EngineHandlers, ServedEngine } from '../server.ts';

/** An engine that answers what a test gives it, for tests of carriers. */
export interface FakeEngine extends ServedEngine {
  emit<E extends EngineEventName>(name: E, payload: EngineEvents[E]): void;
  readonly listenerCount: () => number;
}

export function createFakeEngine(handlers: Partial<EngineHandlers> = {}): FakeEngine {
  const listeners = new Set<<E extends EngineEventName>(name: E, payload: EngineEvents[E]) => void>();
  return {
    handlers: new Proxy(handlers, {
      get: (target, method) => {
        const handler: unknown = Reflect.get(target, method);
        if (handler !== undefined) return handler;
        throw new AppError('internal', `This fake engine does not answer ${String(method)}.`);
      },
    }) as EngineHandlers,
    onEvent(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    emit(name, payload) {
      for (const listener of listeners) listener(name, payload);
    },
    listenerCount: () => listeners.size,
  };
}
