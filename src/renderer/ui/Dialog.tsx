import './dialog.css';
import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { classes } from './class-names.ts';

interface DialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly title: string;
  /** Beside the title, in grey. */
  readonly note?: ReactNode;
  readonly size?: 'small' | 'medium' | 'large';
  readonly children: ReactNode;
  /** Buttons at the bottom right, the safe one first. */
  readonly actions?: ReactNode;
}

export function Dialog({
  open,
  onClose,
  title,
  note,
  size = 'medium',
  children,
  actions,
}: DialogProps): ReactNode {
  return (
    <Base.Root
      open={open}
      onOpenChange={(next) => {
        if (!next) onClose();
      }}
    >
      <Base.Portal>
        <Base.Backdrop className="dialog__backdrop" />
        <Base.Popup className={classes('dialog', `dialog--${size}`)}>
          <header className="dialog__header">
            <Base.Title className="dialog__title">{title}</Base.Title>
            {note !== undefined && <span className="dialog__note ellipsis">{note}</span>}
            <Base.Close className="icon-button dialog__close" aria-label="Close">
              <X />
            </Base.Close>
          </header>
          <div className="dialog__body">{children}</div>
          {actions !== undefined && <footer className="dialog__actions">{actions}</footer>}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
