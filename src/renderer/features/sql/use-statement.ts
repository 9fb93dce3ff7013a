import { useEffect, useRef, useState } from 'react';
import { isCancelled, toWireError, type WireError } from '#shared/contract/errors.ts';
import { SHOWN_ROWS, type StatementResult } from '#shared/model/sql.ts';
import { useQueryLayer } from '../../data/use-query.ts';
import { useActions, useAppState } from '../../state/use-store.ts';

/** What a window holds of an answer at most. */
const MAX_BYTES = 32_000_000;
const MAX_CELL_CHARACTERS = 10_000;

export type StatementAnswer =
  | { readonly state: 'none' }
  | { readonly state: 'running'; readonly sql: string; readonly sinceMs: number }
  | { readonly state: 'cancelled' }
  | { readonly state: 'answered'; readonly sql: string; readonly result: StatementResult }
  | { readonly state: 'failed'; readonly sql: string; readonly error: WireError };

export interface Statement {
  readonly answer: StatementAnswer;
  /** The engine stops within 200 ms. */
  readonly cancel: () => void;
}

/** Runs what was asked for last; leaving the screen stops it. An answer that is at hand is not computed again. */
export function useStatement(): Statement {
  const asked = useAppState((state) => state.sql.asked);
  const { cancelSql } = useActions();
  const layer = useQueryLayer();
  const [answer, setAnswer] = useState<StatementAnswer>({ state: 'none' });
  const release = useRef<(() => void) | null>(null);

  useEffect(() => {
    if (asked === null) return undefined;
    const { sql } = asked;
    let left = false;
    const show = (next: StatementAnswer): void => {
      if (!left) setAnswer(next);
    };
    const call = layer.ask('sql.run', {
      sql,
      maxRows: SHOWN_ROWS,
      maxBytes: MAX_BYTES,
      maxCellCharacters: MAX_CELL_CHARACTERS,
    });
    release.current = call.release;
    show({ state: 'running', sql, sinceMs: performance.now() });
    call.result.then(
      (result) => {
        show({ state: 'answered', sql, result });
        // What ran is worth running again. No answer follows from the list of statements.
        void layer
          .change('sql.remember', { sql }, (method) => method === 'sql.history')
          .catch(() => undefined);
      },
      (error: unknown) => {
        if (!isCancelled(error)) show({ state: 'failed', sql, error: toWireError(error) });
      },
    );
    return () => {
      left = true;
      release.current = null;
      call.release();
    };
  }, [asked, layer]);

  return {
    answer,
    cancel: () => {
      release.current?.();
      cancelSql();
      setAnswer({ state: 'cancelled' });
    },
  };
}
