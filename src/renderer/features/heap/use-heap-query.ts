import { useState } from 'react';
import type { EngineMethod, EngineParams, EngineResult } from '#shared/contract/engine.ts';
import { queryKey } from '../../data/query-key.ts';
import { useEngineQuery, type QueryAnswer } from '../../data/use-query.ts';

/** A question that may take a while: a person can stop it, and let it be answered after all. */
export interface HeapAnswer<R> extends QueryAnswer<R> {
  readonly stopped: boolean;
  readonly stop: () => void;
  readonly resume: () => void;
}

/** As `useEngineQuery`, and it can be stopped; another question begins anew. */
export function useHeapQuery<M extends EngineMethod>(
  method: M,
  params: EngineParams<M> | null,
  options: { readonly keepPrevious?: boolean } = {},
): HeapAnswer<EngineResult<M>> {
  const key = params === null ? null : queryKey(method, params);
  const [stoppedKey, setStoppedKey] = useState<string | null>(null);
  const stopped = key !== null && stoppedKey === key;
  const answer = useEngineQuery(method, stopped ? null : params, options);
  return { ...answer, stopped, stop: () => setStoppedKey(key), resume: () => setStoppedKey(null) };
}
