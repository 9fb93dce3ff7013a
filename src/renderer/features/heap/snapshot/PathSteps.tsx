import './path-steps.css';
import { Scissors } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { HeapReference } from '#shared/model/heap.ts';
import { useActions } from '../../../state/use-store.ts';
import { formatBytes } from '../../../ui/byte-format.ts';
import { IconButton } from '../../../ui/IconButton.tsx';
import { CutFigure } from './CutFigure.tsx';
import { ObjectName } from './ObjectName.tsx';

interface PathStepsProps {
  /** From the root on. */
  readonly steps: readonly HeapReference[];
  readonly snapshotId: number;
}

/** A way from the root to an object. Each step opens, and tells what clearing its reference would free. */
export function PathSteps({ steps, snapshotId }: PathStepsProps): ReactNode {
  const { inspectNext } = useActions();
  const [cut, setCut] = useState<number | null>(null);
  return (
    <ol className="path-steps">
      <li>
        <span className="path-steps__dot" />
        <span className="mono text-2">root</span>
      </li>
      {steps.map((step, index) => (
        <li key={`${step.edge} ${index}`} className={index === steps.length - 1 ? 'is-last' : undefined}>
          <span className="path-steps__dot" />
          <button
            type="button"
            className="path-steps__step"
            onClick={() => inspectNext({ snapshotId, node: step.object.node })}
          >
            <ObjectName object={step.object} via={step} />
          </button>
          <span className="path-steps__size figure">
            {cut === step.edge ? (
              <CutFigure snapshotId={snapshotId} edge={step.edge} />
            ) : (
              <span className="text-3" title="Retained">
                {formatBytes(step.object.retainedBytes)}
              </span>
            )}
          </span>
          <IconButton
            label={`What would clearing ${step.name} free?`}
            aria-pressed={cut === step.edge}
            onClick={() => setCut(cut === step.edge ? null : step.edge)}
          >
            <Scissors />
          </IconButton>
        </li>
      ))}
    </ol>
  );
}
