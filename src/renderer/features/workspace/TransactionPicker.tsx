import './transaction-picker.css';
import { Search } from 'lucide-react';
import { useMemo, useRef, useState, type ReactNode } from 'react';
import type { Run, Transaction, TransactionKind } from '#shared/model/run.ts';
import { matchingRows, parseRowFilter } from '../../panels/transaction-table/row-filter.ts';
import { Button } from '../../ui/Button.tsx';
import { numberFormat } from '../../ui/number-format.ts';
import { TextField } from '../../ui/TextField.tsx';
import { TickList, type TickListHandle } from '../../ui/TickList.tsx';
import { TopTransactions } from './TopTransactions.tsx';
import { asChoice, chosenIds, withToggled, type TransactionIds } from './transaction-choice.ts';

const kindNotes: Readonly<Record<TransactionKind, string>> = {
  request: '',
  transaction: 'controller',
  'sub-result': 'sub-result',
  group: 'group',
};

interface TransactionPickerProps {
  readonly run: Run;
  readonly ids: TransactionIds;
  readonly transactions: readonly Transaction[];
  /** Ids that `null` stands for. */
  readonly counted: readonly number[];
  readonly onChange: (ids: TransactionIds) => void;
}

/** Ticks by name; a text or a regular expression narrows the list, and its matches can be taken or left out at once. */
export function TransactionPicker({
  run,
  ids,
  transactions,
  counted,
  onChange,
}: TransactionPickerProps): ReactNode {
  const [text, setText] = useState('');
  const list = useRef<TickListHandle>(null);
  const filter = useMemo(() => parseRowFilter(text), [text]);
  const matching = useMemo(() => {
    const labels = transactions.map((transaction) => transaction.label);
    const rows = matchingRows(filter, labels);
    return rows === null ? transactions : [...rows].flatMap((row) => transactions[row] ?? []);
  }, [filter, transactions]);
  const chosen = useMemo(() => chosenIds(ids, counted), [ids, counted]);
  const matchingIds = new Set(matching.map((transaction) => transaction.id));
  const narrowed = filter.kind === 'match' && matching.length > 0;
  return (
    <div className="transaction-picker">
      <TextField
        label="Find transactions"
        placeholder="Name or /regex/"
        size="small"
        icon={<Search />}
        clearable
        autoFocus
        value={text}
        onChange={setText}
        problem={filter.kind === 'wrong' ? filter.problem : null}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown') return;
          event.preventDefault();
          list.current?.focus();
        }}
      />
      <TickList
        ref={list}
        label="Transactions"
        count={matching.length}
        keyAt={(index) => matching[index]?.id ?? index}
        nameAt={(index) => matching[index]?.label ?? ''}
        noteAt={(index) => kindNotes[matching[index]?.kind ?? 'request']}
        isTicked={(index) => chosen.has(matching[index]?.id ?? -1)}
        onToggle={(index) => {
          const id = matching[index]?.id;
          if (id !== undefined) onChange(withToggled(ids, id, counted));
        }}
        onOnly={(index) => {
          const id = matching[index]?.id;
          if (id !== undefined) onChange(asChoice([id], counted));
        }}
      />
      <TopTransactions run={run} counted={counted} onChoose={(top) => onChange(asChoice(top, counted))} />
      <footer>
        <span className="text-3 figure">
          {filter.kind === 'match'
            ? `${numberFormat.count(matching.length)} of ${numberFormat.count(transactions.length)} match`
            : `${numberFormat.count(chosen.size)} chosen`}
        </span>
        {narrowed ? (
          <>
            <Button size="small" onClick={() => onChange(asChoice(matchingIds, counted))}>
              Only these
            </Button>
            <Button
              size="small"
              onClick={() =>
                onChange(
                  asChoice(
                    counted.filter((id) => !matchingIds.has(id)),
                    counted,
                  ),
                )
              }
            >
              All but these
            </Button>
          </>
        ) : (
          <Button size="small" disabled={ids === null} onClick={() => onChange(null)}>
            All
          </Button>
        )}
      </footer>
    </div>
  );
}
