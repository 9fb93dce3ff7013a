import { textAt, textColumn } from '#shared/contract/columns.ts';
import { cancelledError } from '#shared/contract/errors.ts';
import type { GatherContext, ShownLines } from './gather-report.ts';
import { REPORT_PERCENTILES, type ReportData, type RunFacts, type TransactionDetail } from './report-data.ts';

/** More of them are a book that nobody reads; the table has all. */
export const MAX_DETAILED_TRANSACTIONS = 100;
/** Transactions whose samples are read together: what is held at a time grows with them. */
const AT_ONCE = 10;
const MAX_BUCKETS = 120;
const MAX_POINTS = 240;

/** Lines and curves of each transaction; the order is that of the comparison, or of the slowest. */
export async function gatherDetails(
  data: Omit<ReportData, 'details'>,
  { ask, lines: readLines, signal, progress }: GatherContext,
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
  const named = labels.map((label) =>
    sides.flatMap((facts) => {
      const name = facts.side === 'candidate' ? (names.get(label) ?? label) : label;
      const id = ids.get(facts)?.get(name);
      return id === undefined ? [] : [{ facts, id }];
    }),
  );
  const linesOf = ({ run, window }: RunFacts, transactions: readonly number[]) =>
    readLines({
      runId: run.id,
      transactions,
      window,
      percentiles: REPORT_PERCENTILES,
      maxBuckets: MAX_BUCKETS,
      maxPoints: MAX_POINTS,
    });
  const details: TransactionDetail[] = [];
  for (let from = 0; from < labels.length; from += AT_ONCE) {
    const part = named.slice(from, from + AT_ONCE);
    const lines = new Map<RunFacts, ReadonlyMap<number, ShownLines>>();
    for (const [place, facts] of sides.entries()) {
      if (signal.aborted) throw cancelledError('The report');
      progress({
        step: `Reading ${labels[from]!}${part.length > 1 ? ` and ${part.length - 1} more` : ''} of ${facts.run.name}`,
        done: from * sides.length + place * part.length,
        total: labels.length * sides.length,
      });
      const transactions = part.flatMap((shown) =>
        shown.flatMap((each) => (each.facts === facts ? [each.id] : [])),
      );
      lines.set(
        facts,
        transactions.length === 0 ? new Map() : await linesOf(facts, [...new Set(transactions)]),
      );
    }
    part.forEach((shown, place) => {
      details.push({
        label: labels[from + place]!,
        sides: shown.map(({ facts, id }) => ({ side: facts.side, ...lines.get(facts)!.get(id)! })),
      });
    });
  }
  return details;
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
