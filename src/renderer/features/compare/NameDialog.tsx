import { useState, type ReactNode } from 'react';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { TextField } from '../../ui/TextField.tsx';

interface NameDialogProps {
  readonly title: string;
  readonly initial: string;
  readonly onName: (name: string) => void;
  readonly onClose: () => void;
}

/** Asks under which name a comparison stands in the tree. */
export function NameDialog({ title, initial, onName, onClose }: NameDialogProps): ReactNode {
  const [name, setName] = useState(initial.slice(0, 200));
  const trimmed = name.trim();
  return (
    <Dialog
      open
      onClose={onClose}
      title={title}
      size="small"
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form="name-form" disabled={trimmed === ''}>
            Save
          </Button>
        </>
      }
    >
      <form
        id="name-form"
        className="compare-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (trimmed !== '') onName(trimmed);
        }}
      >
        <p>Runs, windows, margins, waivers and pairs are kept in the workspace.</p>
        <label>
          Name
          <TextField
            label="Name of the comparison"
            value={name}
            onChange={setName}
            maxLength={200}
            autoFocus
            onFocus={(event) => event.target.select()}
          />
        </label>
      </form>
    </Dialog>
  );
}
