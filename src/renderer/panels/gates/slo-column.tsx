import type { GateLimit } from '#shared/model/gates.ts';
import type { DataColumn } from '../../ui/data-table/data-column.ts';
import { OutcomeMark } from './GateDetails.tsx';
import { outcomeWords } from './gate-words.ts';
import { commonLimit, transactionSlos, type TransactionSlo } from './slo.ts';

/** Room for "cannot tell" and its icon, and for a sign of the header. */
const LEAST_PX = 100;
const SIGN_PX = 7;
const PADDING_PX = 24;

const rank = { failed: 0, 'cannot-tell': 1, passed: 2 } as const;

/** The limits of a run's transactions, read once: a run may have a hundred thousand. */
export interface TransactionLimits {
  readonly slos: ReadonlyMap<number, TransactionSlo>;
  /** As in {@link commonLimit}. */
  readonly common: string | null;
}

export function transactionLimits(limits: readonly GateLimit[]): TransactionLimits {
  return { slos: transactionSlos(limits), common: commonLimit(limits) };
}

/**
 * Whether each transaction keeps its limits; null where gates set none.
 * @param idOf id of the transaction in a row
 */
export function sloColumn(
  { slos, common: limit }: TransactionLimits,
  idOf: (row: number) => number,
): DataColumn | null {
  if (slos.size === 0) return null;
  return {
    id: 'slo',
    header: limit ?? 'SLO',
    name: limit === null ? 'SLO' : `SLO, ${limit}`,
    hint: 'The limits of the gates, judged in the phase of each gate whatever is selected; cannot tell where the 95 % interval contains the limit',
    width: limit === null ? LEAST_PX : Math.max(LEAST_PX, Math.ceil(limit.length * SIGN_PX + PADDING_PX)),
    cell: (row) => {
      const slo = slos.get(idOf(row));
      if (slo === undefined)
        return (
          <span className="text-3" title="No gate sets it a limit">
            –
          </span>
        );
      return (
        <span title={slo.lines.join('\n')}>
          <OutcomeMark outcome={slo.outcome} />
        </span>
      );
    },
    sortValue: (row) => {
      const slo = slos.get(idOf(row));
      return slo === undefined ? null : rank[slo.outcome];
    },
    copyText: (row) => {
      const slo = slos.get(idOf(row));
      return slo === undefined ? '' : outcomeWords[slo.outcome];
    },
  };
}
