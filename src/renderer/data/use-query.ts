import { createContext, useCallback, useContext, useEffect, useState, useSyncExternalStore } from 'react';
import { ensureExists } from '#shared/assert.ts';
import type { EngineMethod, EngineParams, EngineResult } from '#shared/contract/engine.ts';
import { queryKey } from './query-key.ts';
import type { QueryLayer } from './query-layer.ts';
import { QuerySlot, type Answer } from './query-slot.ts';

/** The window's query layer; `app/services.tsx` provides it. */
export const QueryContext = createContext<QueryLayer | null>(null);

export function useQueryLayer(): QueryLayer {
  return ensureExists(useContext(QueryContext), 'a query layer above this component');
}

export interface QueryOptions {
  /** Keep the old answer while a new one about the same run is loading. Default true. */
  readonly keepPrevious?: boolean;
}

export interface QueryAnswer<R> extends Answer<R> {
  /** Asks again after an error. */
  readonly retry: () => void;
}

/**
 * The engine's answer to the latest question, asked again whenever the question or the workspace changes.
 * @param params null: nothing to ask yet
 */
export function useEngineQuery<M extends EngineMethod>(
  method: M,
  params: EngineParams<M> | null,
  { keepPrevious = true }: QueryOptions = {},
): QueryAnswer<EngineResult<M>> {
  const layer = useQueryLayer();
  const [slot] = useState(() => new QuerySlot(layer, method));
  useSyncExternalStore(slot.subscribe, slot.current);
  const generation = useSyncExternalStore(
    (listener) => layer.onStale(listener),
    () => layer.generation(),
  );
  const key = params === null ? null : queryKey(method, params);

  useEffect(() => {
    slot.ask(params, keepPrevious);
    // The key stands for the parameters: callers may build them anew on every render.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [slot, key, generation, keepPrevious]);

  useEffect(() => () => slot.close(), [slot]);

  const retry = useCallback(
    () => slot.ask(params, keepPrevious),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- as above
    [slot, key, keepPrevious],
  );
  return { ...slot.view(params, keepPrevious), retry };
}
