import './query-body.css';
import type { ReactNode } from 'react';
import type { WireError } from '#shared/contract/errors.ts';
import { classes } from '../../ui/class-names.ts';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { ProgressLine } from '../../ui/ProgressLine.tsx';

interface QueryBodyProps {
  /** What is asked for: "The timeline". */
  readonly subject: string;
  readonly loading: boolean;
  readonly error: WireError | null;
  readonly onRetry: () => void;
  /** Null before the first answer. The picture before stays, dimmed, while the next is on its way. */
  readonly children: ReactNode;
}

/** What a panel shows while its question is under way, after it failed, and in between. */
export function QueryBody({ subject, loading, error, onRetry, children }: QueryBodyProps): ReactNode {
  const failed = error !== null && !loading;
  return (
    <div className={classes('query-body', (loading || failed) && 'is-waiting')} aria-busy={loading}>
      {loading && (
        <div className="query-body__progress">
          <ProgressLine label={`${subject} is being computed`} value={null} thickness={2} />
        </div>
      )}
      {children !== null && <div className="query-body__picture">{children}</div>}
      {failed && (
        <div className="query-body__error">
          <ErrorNote title={`${subject} could not be computed`} error={error} onRetry={onRetry} />
        </div>
      )}
    </div>
  );
}
