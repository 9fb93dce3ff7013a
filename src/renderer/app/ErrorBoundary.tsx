import './error-boundary.css';
import { Component, type ReactNode } from 'react';
import { toWireError } from '#shared/contract/errors.ts';
import { ErrorNote } from '../ui/ErrorNote.tsx';

interface ErrorBoundaryProps {
  /** What failed, as the title of the message: "The overview could not be shown". */
  readonly title: string;
  readonly retryLabel: string;
  /** Called on retry; without it the children are simply tried again. */
  readonly onRetry?: () => void;
  readonly children: ReactNode;
}

interface ErrorBoundaryState {
  readonly error: unknown;
  readonly failed: boolean;
}

/** A defect in one view leaves the others, and the workspace, as they are. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, ErrorBoundaryState> {
  override state: ErrorBoundaryState = { error: null, failed: false };

  static getDerivedStateFromError(error: unknown): ErrorBoundaryState {
    return { error, failed: true };
  }

  override render(): ReactNode {
    const { title, retryLabel, onRetry, children } = this.props;
    if (!this.state.failed) return children;
    return (
      <div className="error-boundary">
        <ErrorNote
          title={title}
          error={toWireError(this.state.error)}
          retryLabel={retryLabel}
          onRetry={() => {
            onRetry?.();
            this.setState({ error: null, failed: false });
          }}
        />
      </div>
    );
  }
}
