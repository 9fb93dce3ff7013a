import './engine-gone.css';
import type { ReactNode } from 'react';
import type { WireError } from '#shared/contract/errors.ts';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import { Mark } from './Mark.tsx';

/** Nothing can be shown without the engine: say so calmly, and offer the one thing that helps. */
export function EngineGone({ error }: { readonly error: WireError }): ReactNode {
  return (
    <div className="engine-gone">
      <Mark />
      <ErrorNote
        title="The engine stopped"
        error={error}
        retryLabel="Reload"
        onRetry={() => {
          window.location.reload();
        }}
      />
    </div>
  );
}
