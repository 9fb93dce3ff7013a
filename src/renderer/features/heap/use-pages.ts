import { useEffect, useMemo, useState } from 'react';
import { isCancelled, toWireError, type WireError } from '#shared/contract/errors.ts';
import type { EngineMethod, EngineParams, EngineResult } from '#shared/contract/engine.ts';
import { queryKey } from '../../data/query-key.ts';
import { useQueryLayer } from '../../data/use-query.ts';

const PAGE = 200;

/** Rows of a long list as far as they are loaded. */
export interface Pages<R, A> {
  readonly rows: readonly R[];
  /** The first answer, with what is true of all pages; null before it came. */
  readonly first: A | null;
  readonly loading: boolean;
  readonly error: WireError | null;
  readonly more: () => void;
  readonly retry: () => void;
  readonly stopped: boolean;
  readonly stop: () => void;
  readonly resume: () => void;
}

interface Loaded<A> {
  readonly key: string;
  readonly answers: readonly A[];
  readonly error: WireError | null;
}

type PagedMethod = 'heap.strings' | 'heap.detached' | 'heap.collections';

/**
 * A list of the engine, page after page as it comes into view.
 * @param question without offset and limit
 * @param rowsOf and the number of all rows; keep the function stable
 */
export function usePages<M extends PagedMethod & EngineMethod, R>(
  method: M,
  question: Omit<EngineParams<M>, 'offset' | 'limit'>,
  rowsOf: (answer: EngineResult<M>) => { readonly rows: readonly R[]; readonly total: number },
): Pages<R, EngineResult<M>> {
  const layer = useQueryLayer();
  const key = queryKey(method, question);
  const [loaded, setLoaded] = useState<Loaded<EngineResult<M>>>({ key, answers: [], error: null });
  const [wanted, setWanted] = useState(1);
  const [stoppedKey, setStoppedKey] = useState<string | null>(null);
  const current = loaded.key === key ? loaded : { key, answers: [], error: null };
  const stopped = stoppedKey === key;
  const { answers, error } = current;
  const isMissing = answers.length < wanted && error === null && !stopped;

  useEffect(() => {
    if (!isMissing) return undefined;
    const offset = answers.length * PAGE;
    const asked = layer.ask(method, { ...question, offset, limit: PAGE } as EngineParams<M>);
    let alive = true;
    asked.result.then(
      (answer) => {
        if (alive) setLoaded({ key, answers: [...answers, answer], error: null });
      },
      (failure: unknown) => {
        if (alive && !isCancelled(failure)) setLoaded({ key, answers, error: toWireError(failure) });
      },
    );
    return () => {
      alive = false;
      asked.release();
    };
    // The key stands for the question.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [layer, key, isMissing, answers.length]);

  const pages = useMemo(() => answers.map(rowsOf), [answers, rowsOf]);
  const rows = useMemo(() => pages.flatMap((page) => page.rows), [pages]);
  return {
    rows,
    first: answers[0] ?? null,
    loading: isMissing,
    error,
    more: () => {
      // An empty page ends the list, whatever the total says: very long ones are counted, but not listed to their end.
      const ended = pages.at(-1)?.rows.length === 0;
      if (!isMissing && !ended && rows.length < (pages[0]?.total ?? 0)) setWanted(answers.length + 1);
    },
    retry: () => setLoaded({ key, answers, error: null }),
    stopped,
    stop: () => setStoppedKey(key),
    resume: () => setStoppedKey(null),
  };
}
