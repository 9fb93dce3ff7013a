import './error-note.css';
import { useState, type ReactNode } from 'react';
import type { WireError } from '#shared/contract/errors.ts';
import { Button } from './Button.tsx';
import { errorDetails } from './error-details.ts';
import { StatusIcon } from './StatusIcon.tsx';

interface ErrorNoteProps {
  /** What could not be done: "The percentile curve could not be computed". */
  readonly title: string;
  readonly error: WireError;
  readonly onRetry?: () => void;
  readonly retryLabel?: string;
  readonly actions?: ReactNode;
}

/** What happened, what to do, and the details for a report. */
export function ErrorNote({
  title,
  error,
  onRetry,
  retryLabel = 'Try again',
  actions,
}: ErrorNoteProps): ReactNode {
  const [copied, setCopied] = useState(false);

  async function copy(): Promise<void> {
    await navigator.clipboard.writeText(errorDetails(title, error));
    setCopied(true);
  }

  return (
    <div className="error-note" role="alert">
      <StatusIcon status="bad" />
      <div>
        <p className="error-note__title">{title}</p>
        <p className="error-note__text">{error.message}</p>
        {error.hint !== undefined && <p className="error-note__text">{error.hint}</p>}
        <div className="error-note__actions">
          {onRetry !== undefined && (
            <Button size="small" onClick={onRetry}>
              {retryLabel}
            </Button>
          )}
          {actions}
          <Button size="small" variant="ghost" onClick={() => void copy()}>
            {copied ? 'Copied' : 'Copy details'}
          </Button>
        </div>
      </div>
    </div>
  );
}
