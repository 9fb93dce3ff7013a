import { textAt, textColumn } from '#shared/contract/columns.ts';
import { cancelledError } from '#shared/contract/errors.ts';
import { wholeRun } from '#shared/model/filter.ts';
import type { GatherContext } from './gather-report.ts';
import { REPORT_PERCENTILES, type ReportData, type RunFacts, type TransactionDetail } from './report-data.ts';

/** More of them are a book that nobody reads; the table has all. */
export const MAX_DETAILED_TRANSACTIONS = 100;
const MAX_BUCKETS = 120;
const MAX_POINTS = 240;

/** Lines and curves of each transaction; the order is that of the comparison, or of the slowest. */
export async function gatherDetails(
  data: Omit<ReportData, 'details'>,
  { ask, signal, progress }: GatherContext,
): Promise<TransactionDetail[]> {
  const sides = (['baseline', 'candidate'] as const).flatMap(
    (side) => data.runs.find((facts) => facts.side === side && facts.detail !== null) ?? [],
  );
  const labels = detailedLabels(data, sides);
  const ids = new Map<RunFacts, ReadonlyMap<string, number>>();
  for (const facts of sides) {
    const known = await ask('runs.transactions', { runId: facts.run.id });
    ids.set(facts, new Map(known.map(({ label, id }) => [label, id])));
  }
  const names = new Map(
    data.comparison?.verdicts.map(({ label, candidateLabel }) => [label, candidateLabel ?? label]),
  );
  const details: TransactionDetail[] = [];
  for (const [place, label] of labels.entries()) {
    if (signal.aborted) throw cancelledError('The report');
    progress({ step: `Reading ${label}`, done: place, total: labels.length });
    const found: Promise<TransactionDetail['sides'][number]>[] = [];
    for (const facts of sides) {
      const name = facts.side === 'candidate' ? (names.get(label) ?? label) : label;
      const id = ids.get(facts)?.get(name);
      if (id !== undefined) found.push(sideDetail(ask, facts, id));
    }
    details.push({ label, sides: await Promise.all(found) });
  }
  return details;
}

async function sideDetail(
  ask: GatherContext['ask'],
  { side, run, window }: RunFacts,
  transactionId: number,
): Promise<TransactionDetail['sides'][number]> {
  const all = { ...wholeRun(run.id), transactions: [transactionId] };
  const [series, curve] = await Promise.all([
    ask('latency.series', { filter: all, percentiles: [...REPORT_PERCENTILES], maxBuckets: MAX_BUCKETS }),
    ask('latency.curve', { filter: { ...all, time: window }, maxPoints: MAX_POINTS }),
  ]);
  return { side, series, curve };
}

function detailedLabels(
  { comparison }: Pick<ReportData, 'comparison'>,
  sides: readonly RunFacts[],
): readonly string[] {
  const compared = comparison?.verdicts.flatMap(({ label }) => label ?? []) ?? [];
  const listed = sides.flatMap(({ summary: { transactions } }) => {
    const column = textColumn(transactions, 'label');
    return Array.from({ length: transactions.rowCount }, (_, row) => textAt(column, row) ?? '');
  });
  return [...new Set(comparison === null ? listed : compared)].slice(0, MAX_DETAILED_TRANSACTIONS);
}
