import type { ReactNode } from 'react';
import { formatBytes } from '../../../ui/byte-format.ts';
import { Button } from '../../../ui/Button.tsx';
import { numberFormat } from '../../../ui/number-format.ts';
import { useHeapQuery } from '../use-heap-query.ts';

/** What would be freed if one reference were cleared. */
export function CutFigure({
  snapshotId,
  edge,
}: {
  readonly snapshotId: number;
  readonly edge: number;
}): ReactNode {
  const { data, status, error, retry } = useHeapQuery(
    'heap.freedBy',
    { snapshotId, edge },
    { keepPrevious: false },
  );
  if (error !== null)
    return (
      <span className="bad" role="alert">
        {error.message}{' '}
        <Button size="small" variant="ghost" onClick={retry}>
          Try again
        </Button>
      </span>
    );
  return (
    <span role="status" className="figure">
      {status === 'loading' || data === null ? (
        <span className="text-3">counting</span>
      ) : data.count === 0 ? (
        'frees nothing: it is held elsewhere too'
      ) : (
        <>
          frees <b>{formatBytes(data.bytes)}</b>, {numberFormat.count(data.count)}{' '}
          {data.count === 1 ? 'object' : 'objects'}
        </>
      )}
    </span>
  );
}
