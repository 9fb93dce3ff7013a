import type { ReactNode } from 'react';
import { useActions } from '../../../state/use-store.ts';
import { formatBytes } from '../../../ui/byte-format.ts';
import { formatInstant } from '../../../ui/instant-format.ts';
import { numberFormat } from '../../../ui/number-format.ts';
import { longName, type HeapContents, type OpenHeap } from '../use-heap-contents.ts';

interface SnapshotBarProps {
  readonly contents: HeapContents;
  readonly open: OpenHeap;
}

/** Which snapshot is looked at, and what it is. */
export function SnapshotBar({ contents, open }: SnapshotBarProps): ReactNode {
  const { openSnapshot } = useActions();
  const { snapshot, series } = open;
  const choices = (series?.snapshotIds ?? [snapshot.id]).flatMap((id) =>
    contents.snapshots.filter((other) => other.id === id),
  );
  return (
    <div className="heap__bar" data-pane="heap-bar">
      {choices.length > 1 ? (
        <label>
          <span className="text-3">Snapshot </span>
          <select
            className="heap-select"
            value={snapshot.id}
            onChange={(event) => openSnapshot(Number(event.target.value))}
          >
            {choices.map((other) => (
              <option key={other.id} value={other.id}>
                {longName(other, series)}
              </option>
            ))}
          </select>
        </label>
      ) : (
        <span className="text-2">{snapshot.formatLabel}</span>
      )}
      {snapshot.takenAtUs !== null && <span className="text-3">{formatInstant(snapshot.takenAtUs)}</span>}
      <span className="panel-header__space" />
      <span className="heap__totals figure ellipsis">
        {formatBytes(snapshot.selfBytes)}
        {snapshot.nodes !== null && `, ${numberFormat.count(snapshot.nodes)} objects`},{' '}
        {numberFormat.count(snapshot.classCount)} classes
      </span>
    </div>
  );
}
