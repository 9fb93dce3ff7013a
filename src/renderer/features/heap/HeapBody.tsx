import './heap-body.css';
import { useState, type ReactNode } from 'react';
import type { WireError } from '#shared/contract/errors.ts';
import type { HeapProgressEvent } from '#shared/model/heap.ts';
import { useAppState } from '../../state/use-store.ts';
import { Button } from '../../ui/Button.tsx';
import { classes } from '../../ui/class-names.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { numberFormat } from '../../ui/number-format.ts';
import { ProgressLine } from '../../ui/ProgressLine.tsx';

interface HeapBodyProps {
  /** What is asked for: "The classes". */
  readonly subject: string;
  /** Snapshots that may be read for it: the progress of others is not its own. */
  readonly snapshotIds: readonly number[];
  readonly loading: boolean;
  readonly error: WireError | null;
  readonly stopped: boolean;
  readonly onRetry: () => void;
  readonly onStop: () => void;
  readonly onResume: () => void;
  /** Null before the first answer. What was there before stays, dimmed, while the next is on its way. */
  readonly children: ReactNode;
}

/** What a panel shows while objects are read and dominators found, with a way to stop it, and after it failed. */
export function HeapBody(props: HeapBodyProps): ReactNode {
  const { subject, snapshotIds, loading, error, stopped, children } = props;
  const told = useAppState((state) => state.heap.progress);
  // What was told before this question was asked is about another one.
  const [before, setBefore] = useState(told);
  if (!loading && before !== told) setBefore(told);
  const isOwn = told !== null && told !== before && snapshotIds.includes(told.snapshotId);
  const progress = isOwn ? told : null;
  const failed = error !== null && !loading;
  return (
    <div className={classes('heap-body', (loading || failed) && 'is-waiting')} aria-busy={loading}>
      {children !== null && <div className="heap-body__content">{children}</div>}
      {loading && (
        <div className={classes('heap-body__progress', children === null && 'is-alone')}>
          <p className="figure" role="status">
            {progressWords(subject, progress)}
          </p>
          <ProgressLine
            label={`${subject}: being read`}
            value={progress?.share ?? null}
            text={progressWords(subject, progress)}
          />
          <Button size="small" onClick={props.onStop}>
            Cancel
          </Button>
        </div>
      )}
      {stopped && (
        <EmptyState
          title={`${subject} ${isPlural(subject) ? 'were' : 'was'} not read`}
          actions={<Button onClick={props.onResume}>Read now</Button>}
        >
          It was cancelled. What is stored is as it was.
        </EmptyState>
      )}
      {failed && (
        <div className="heap-body__error">
          <ErrorNote title={`${subject} could not be shown`} error={error} onRetry={props.onRetry} />
        </div>
      )}
    </div>
  );
}

function isPlural(subject: string): boolean {
  return subject.endsWith('s');
}

/** `Finding dominators, 40 %` */
export function progressWords(subject: string, progress: HeapProgressEvent | null): string {
  if (progress === null) return `${subject}: waiting for the engine`;
  return progress.share === null
    ? progress.phase
    : `${progress.phase}, ${numberFormat.fixed(Math.floor(progress.share * 100), 0)} %`;
}
