import './dialog.css';
import { AlertDialog as Base } from '@base-ui/react/alert-dialog';
import type { ReactNode } from 'react';

interface AlertDialogProps {
  readonly open: boolean;
  readonly title: string;
  /** What will happen, what it means, and whether it can be undone. */
  readonly message: ReactNode;
  /** Buttons, the safe one first; it has the focus. */
  readonly actions: ReactNode;
  readonly onCancel: () => void;
}

/** Stops the user before something that cannot be undone. */
export function AlertDialog({ open, title, message, actions, onCancel }: AlertDialogProps): ReactNode {
  return (
    <Base.Root
      open={open}
      onOpenChange={(next) => {
        if (!next) onCancel();
      }}
    >
      <Base.Portal>
        <Base.Backdrop className="dialog__backdrop" />
        <Base.Popup className="dialog dialog--small">
          <header className="dialog__header">
            <Base.Title className="dialog__title">{title}</Base.Title>
          </header>
          <Base.Description className="dialog__body" render={<div />}>
            {message}
          </Base.Description>
          <footer className="dialog__actions">{actions}</footer>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
