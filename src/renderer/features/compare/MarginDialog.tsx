import { useState, type ReactNode } from 'react';
import type { Margin } from '#shared/model/comparison.ts';
import { exactNumber } from '../../ui/number-format.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { readMargin } from './margin-input.ts';

interface MarginDialogProps {
  /** Transaction whose margin it is; null: of all without one of their own. */
  readonly label: string | null;
  readonly margin: Margin;
  /** Whether the transaction has a margin of its own, which can be taken away. */
  readonly isOwn: boolean;
  readonly onSet: (margin: Margin | null) => void;
  readonly onClose: () => void;
}

/** Asks how large a change must be to matter. */
export function MarginDialog({ label, margin, isOwn, onSet, onClose }: MarginDialogProps): ReactNode {
  const [percent, setPercent] = useState(exactNumber(Math.round(margin.ratio * 1e6) / 1e4));
  const [ms, setMs] = useState(exactNumber(margin.ms));
  const read = readMargin(percent, ms);

  function set(next: Margin | null): void {
    onSet(next);
    onClose();
  }

  return (
    <Dialog
      open
      onClose={onClose}
      title={label === null ? 'Margin of all transactions' : 'Margin of one transaction'}
      size="small"
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          {(isOwn || label === null) && (
            <Button onClick={() => set(null)}>
              {label === null ? 'Back to 10 % and 5 ms' : 'Use the margin of all'}
            </Button>
          )}
          <Button variant="primary" form="margin-form" type="submit" disabled={read.kind === 'wrong'}>
            Set the margin
          </Button>
        </>
      }
    >
      <form
        id="margin-form"
        className="compare-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (read.kind === 'margin') set(read.margin);
        }}
      >
        {label !== null && <p className="compare-form__about">{label}</p>}
        <p>A change counts when it is surely larger than both.</p>
        <div className="compare-form__fields">
          <label>
            Change, %
            <TextField
              label="Margin in percent"
              value={percent}
              onChange={setPercent}
              inputMode="decimal"
              autoFocus
              problem={read.kind === 'wrong' && read.field === 'percent' ? read.problem : null}
            />
          </label>
          <label>
            and at least, ms
            <TextField
              label="Margin in milliseconds"
              value={ms}
              onChange={setMs}
              inputMode="decimal"
              problem={read.kind === 'wrong' && read.field === 'ms' ? read.problem : null}
            />
          </label>
        </div>
        <p className="compare-form__problem" role="status">
          {read.kind === 'wrong' ? read.problem : ''}
        </p>
      </form>
    </Dialog>
  );
}
