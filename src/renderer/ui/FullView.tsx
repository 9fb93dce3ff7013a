import './full-view.css';
import { Dialog as Base } from '@base-ui/react/dialog';
import { ArrowLeft } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from './Button.tsx';

interface FullViewProps {
  readonly title: string;
  /** Beside the title, in grey. */
  readonly note?: string;
  /** What is going on, in words; told to assistive technology when it changes. */
  readonly status: string;
  /** Of the button that leads back: "Back to Loadstone". */
  readonly backLabel: string;
  readonly onBack: () => void;
  readonly children: ReactNode;
}

/** Takes the whole window for something that is not a part of it, below a bar that leads back. */
export function FullView({ title, note, status, backLabel, onBack, children }: FullViewProps): ReactNode {
  return (
    <Base.Root
      open
      onOpenChange={(open) => {
        if (!open) onBack();
      }}
    >
      <Base.Portal>
        <Base.Popup className="full-view">
          <header className="full-view__bar">
            <Base.Close
              render={
                <Button size="small" icon={<ArrowLeft />}>
                  {backLabel}
                </Button>
              }
            />
            <Base.Title className="full-view__title">{title}</Base.Title>
            <span className="full-view__note ellipsis">{note}</span>
            <span className="full-view__status" role="status">
              {status}
            </span>
          </header>
          <div className="full-view__body">{children}</div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
