import { useState, type ReactNode } from 'react';
import type { ComparabilityCheck } from '#shared/model/comparison.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';

/** As the contract has it. */
const MAX_REASON = 2000;

interface WaiveDialogProps {
  readonly check: ComparabilityCheck;
  readonly onWaive: (reason: string) => void;
  readonly onClose: () => void;
}

/** Sets a failed check aside: that needs a reason, because it is printed beside the verdicts. */
export function WaiveDialog({ check, onWaive, onClose }: WaiveDialogProps): ReactNode {
  const [reason, setReason] = useState(check.waived ?? '');
  const trimmed = reason.trim();
  return (
    <Dialog
      open
      onClose={onClose}
      title="Waive this check"
      note={check.name}
      size="small"
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form="waive-form" disabled={trimmed === ''}>
            Waive the check
          </Button>
        </>
      }
    >
      <form
        id="waive-form"
        className="compare-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (trimmed === '') return;
          onWaive(trimmed);
          onClose();
        }}
      >
        <p>{check.message}</p>
        <label>
          Why it does not matter here
          <textarea
            aria-label="Reason"
            required
            autoFocus
            rows={3}
            maxLength={MAX_REASON}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </label>
        <p className="text-3">The reason is kept with the comparison and printed in the report.</p>
      </form>
    </Dialog>
  );
}
