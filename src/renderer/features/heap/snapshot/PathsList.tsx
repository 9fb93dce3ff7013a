import { useState, type ReactNode } from 'react';
import type { SnapshotInfo } from '#shared/model/heap.ts';
import { Button } from '../../../ui/Button.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { numberFormat } from '../../../ui/number-format.ts';
import { HeapBody } from '../HeapBody.tsx';
import { useHeapQuery } from '../use-heap-query.ts';
import { PathSteps } from './PathSteps.tsx';

const FIRST = 5;
const MOST = 100;

/** The shortest way from the root over each reference that holds the object. */
export function PathsList({
  snapshot,
  node,
}: {
  readonly snapshot: SnapshotInfo;
  readonly node: number;
}): ReactNode {
  const [limit, setLimit] = useState(FIRST);
  const answer = useHeapQuery('heap.paths', { snapshotId: snapshot.id, node, limit });
  const { data } = answer;
  return (
    <div className="inspector__paths" role="group" aria-label="Paths from the root" tabIndex={0}>
      <HeapBody
        subject="The paths"
        snapshotIds={[snapshot.id]}
        loading={answer.status === 'loading'}
        error={answer.error}
        stopped={answer.stopped}
        onRetry={answer.retry}
        onStop={answer.stop}
        onResume={answer.resume}
      >
        {data === null ? null : data.paths.length === 0 ? (
          <EmptyState title="No way leads there">
            Nothing that keeps objects alive refers to it: it is garbage that was not collected, or the file
            does not have the reference.
          </EmptyState>
        ) : (
          <>
            {data.paths.map(({ steps }, index) => (
              <section key={index} aria-label={`Path ${index + 1}`}>
                <h3 className="inspector__title">
                  Path {index + 1} <span className="text-3">{steps.length} steps</span>
                </h3>
                <PathSteps steps={steps} snapshotId={snapshot.id} />
              </section>
            ))}
            <p className="inspector__cut">
              {numberFormat.count(data.retainers)}{' '}
              {data.retainers === 1 ? 'reference holds' : 'references hold'} it.{' '}
              {data.paths.length >= limit && data.retainers > limit && limit < MOST && (
                <Button size="small" onClick={() => setLimit(Math.min(MOST, limit * 4))}>
                  More paths
                </Button>
              )}
            </p>
          </>
        )}
      </HeapBody>
    </div>
  );
}
