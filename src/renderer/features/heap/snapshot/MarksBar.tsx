import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '../../../ui/Button.tsx';
import { formatBytes } from '../../../ui/byte-format.ts';
import { IconButton } from '../../../ui/IconButton.tsx';
import { numberFormat } from '../../../ui/number-format.ts';
import { useHeapQuery } from '../use-heap-query.ts';
import type { Marks } from './use-marks.ts';

/** What would be freed if everything that is marked were gone: what several hold together counts too (method P8). */
export function MarksBar({
  snapshotId,
  marks,
}: {
  readonly snapshotId: number;
  readonly marks: Marks;
}): ReactNode {
  const { nodes, classKey, clear } = marks;
  const of = classKey !== null ? { classKey: classKey.key } : nodes.length > 0 ? { nodes: [...nodes] } : null;
  const answer = useHeapQuery('heap.retainedSet', of === null ? null : { snapshotId, of });
  if (of === null) return null;
  const { data, status, error } = answer;
  return (
    <div className="marks-bar" role="group" aria-label="Marked objects">
      <span className="figure" role="status">
        <b>
          {classKey === null
            ? `${numberFormat.count(nodes.length)} ${nodes.length === 1 ? 'object' : 'objects'} marked`
            : `All of ${classKey.name}`}
        </b>
        {status === 'loading' && <span className="text-3"> counting what would be freed</span>}
        {data !== null && !answer.isPrevious && (
          <>
            {' '}
            own {formatBytes(data.selfBytes)}; without {data.objects === 1 ? 'it' : 'all of them'}{' '}
            <b>{formatBytes(data.freed.bytes)}</b> in {numberFormat.count(data.freed.count)}{' '}
            {data.freed.count === 1 ? 'object' : 'objects'} would be freed
          </>
        )}
        {error !== null && <span className="bad"> {error.message}</span>}
        {answer.stopped && <span className="text-3"> not counted</span>}
      </span>
      <span className="panel-header__space" />
      {status === 'loading' && (
        <Button size="small" variant="ghost" onClick={answer.stop}>
          Cancel
        </Button>
      )}
      {answer.stopped && (
        <Button size="small" onClick={answer.resume}>
          Count
        </Button>
      )}
      {error !== null && (
        <Button size="small" onClick={answer.retry}>
          Try again
        </Button>
      )}
      <IconButton label="Mark nothing" onClick={clear}>
        <X />
      </IconButton>
    </div>
  );
}
