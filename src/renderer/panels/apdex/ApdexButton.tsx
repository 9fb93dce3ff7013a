import { useState, type ReactNode } from 'react';
import { formatRound } from '../../charts/round-number.ts';
import { useAppState } from '../../state/use-store.ts';
import { Button } from '../../ui/Button.tsx';
import type { TransactionFigures } from '../run-figures/figures.ts';
import { ApdexDialog } from './ApdexDialog.tsx';
import { useApdexSettings } from './use-apdex.ts';

interface ApdexButtonProps {
  readonly rows: readonly Pick<TransactionFigures, 'id' | 'label'>[];
  /** As a word within a text; otherwise as a button. */
  readonly inText?: boolean;
}

/** Says T and opens what the Apdex is judged by. Transactions that are chosen stand there to be given a T of their own. */
export function ApdexButton({ rows, inText = false }: ApdexButtonProps): ReactNode {
  const [open, setOpen] = useState(false);
  const { tMs } = useApdexSettings();
  const chosen = useAppState((state) => state.selection.transactions);
  const name = `T = ${formatRound(tMs)} ms`;
  const chosenLabels = (): readonly string[] => {
    const ids = new Set(chosen ?? []);
    return rows.filter(({ id }) => ids.has(id)).map(({ label }) => label);
  };
  return (
    <>
      {inText ? (
        <button
          type="button"
          className="text-button"
          aria-label={`${name}, change the thresholds of the Apdex`}
          onClick={() => setOpen(true)}
        >
          {name}
        </button>
      ) : (
        <Button size="small" aria-label={`Apdex, ${name}, change`} onClick={() => setOpen(true)}>
          {`Apdex ${name}…`}
        </Button>
      )}
      {open && (
        <ApdexDialog
          labels={[...new Set(rows.map(({ label }) => label))]}
          chosen={chosenLabels()}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}
