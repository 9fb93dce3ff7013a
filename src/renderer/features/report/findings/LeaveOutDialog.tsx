import { useId, useState, type ReactNode } from 'react';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';

const MAX_REASON = 2000;

interface LeaveOutDialogProps {
  readonly title: string;
  readonly onLeaveOut: (reason: string) => void;
  readonly onClose: () => void;
}

/** A finding is left out with a reason: whoever opens the report later should not have to guess. */
export function LeaveOutDialog({ title, onLeaveOut, onClose }: LeaveOutDialogProps): ReactNode {
  const form = useId();
  const [reason, setReason] = useState('');
  const trimmed = reason.trim();
  return (
    <Dialog
      open
      size="small"
      title="Leave this finding out"
      note={title}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form={form} disabled={trimmed === ''}>
            Leave out
          </Button>
        </>
      }
    >
      <form
        id={form}
        className="report-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (trimmed === '') return;
          onLeaveOut(trimmed);
          onClose();
        }}
      >
        <label>
          Why it does not belong in this report
          <textarea
            className="field__input"
            aria-label="Reason"
            required
            autoFocus
            rows={3}
            maxLength={MAX_REASON}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </label>
        <p className="text-3">It stays in the list of what was left out, and can come back.</p>
      </form>
    </Dialog>
  );
}
