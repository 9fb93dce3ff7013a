import type { ReactNode } from 'react';
import { useAppState } from '../../state/use-store.ts';
import { ProgressLine } from '../../ui/ProgressLine.tsx';

/** What the engine does just now, and how much of it is done. */
export function StepNote({ token }: { readonly token: string }): ReactNode {
  const progress = useAppState((state) => state.report.progress[token]);
  if (progress === undefined) return null;
  const { step, done, total } = progress;
  return (
    <div className="step-note">
      <p role="status">
        {step}, step <span className="figure">{Math.min(done + 1, total)}</span> of{' '}
        <span className="figure">{total}</span>
      </p>
      <ProgressLine label={step} value={total === 0 ? null : done / total} thickness={2} />
    </div>
  );
}
