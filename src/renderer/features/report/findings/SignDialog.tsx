import { useId, useState, type ReactNode } from 'react';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { TextField } from '../../../ui/TextField.tsx';

interface SignDialogProps {
  readonly title: string;
  readonly onSign: (by: string) => void;
  readonly onClose: () => void;
}

/** Asks once who signs; from then on the report knows its author. */
export function SignDialog({ title, onSign, onClose }: SignDialogProps): ReactNode {
  const form = useId();
  const [by, setBy] = useState('');
  const trimmed = by.trim();
  return (
    <Dialog
      open
      size="small"
      title="Who signs?"
      note={title}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form={form} disabled={trimmed === ''}>
            Sign
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
          onSign(trimmed);
          onClose();
        }}
      >
        <label>
          Your name
          <TextField label="Your name" autoFocus maxLength={300} value={by} onChange={setBy} />
        </label>
        <p className="text-3">
          It stands beside the signature and as the author of this report, and is suggested for the next one.
          A signature holds for the figures that are shown now.
        </p>
      </form>
    </Dialog>
  );
}
