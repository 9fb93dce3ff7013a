import { useEffect, useMemo, useState } from 'react';
import type { LatencySummary } from '#shared/model/latency.ts';
import { transactionFigures, type TransactionFigures } from './figures.ts';

/** More rows take so long to put together that the figures of all together had better be on screen before. */
const MOST_AT_ONCE = 5000;

export interface ListedTransactions {
  readonly runId: number;
  /** The answer that the rows are of. */
  readonly of: LatencySummary;
  readonly rows: readonly TransactionFigures[];
}

/**
 * The rows of an answer; of a long one a frame later, and until then those of the answer before about the same run.
 * @param summary null: not there yet
 */
export function useListedTransactions(
  runId: number,
  summary: LatencySummary | null,
): ListedTransactions | null {
  const isLong = summary !== null && summary.transactions.rowCount > MOST_AT_ONCE;
  // By itself: another choice of transactions leaves a table of perhaps a hundred thousand rows as it is.
  const atOnce = useMemo(
    () => (summary === null || isLong ? null : listed(runId, summary)),
    [runId, summary, isLong],
  );
  const [later, setLater] = useState<ListedTransactions | null>(null);
  useEffect(() => {
    if (summary === null || !isLong) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const frame = requestAnimationFrame(() => {
      // Callbacks of a frame come before its painting.
      timer = setTimeout(() => setLater(listed(runId, summary)));
    });
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
    };
  }, [runId, summary, isLong]);
  if (summary === null) return null;
  return atOnce ?? (later?.runId === runId ? later : null);
}

function listed(runId: number, summary: LatencySummary): ListedTransactions {
  return { runId, of: summary, rows: transactionFigures(summary) };
}
