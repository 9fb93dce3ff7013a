import type { ReactNode } from 'react';
import type { HeapSeries, SnapshotInfo } from '#shared/model/heap.ts';
import { longName, type HeapContents } from '../use-heap-contents.ts';

interface SnapshotSelectProps {
  readonly label: string;
  readonly side: 'A' | 'B';
  readonly contents: HeapContents;
  readonly value: number;
  readonly onChange: (snapshotId: number) => void;
}

/** One of all snapshots of the workspace, by series. */
export function SnapshotSelect({ label, side, contents, value, onChange }: SnapshotSelectProps): ReactNode {
  const inSeries = new Set(contents.series.flatMap(({ snapshotIds }) => snapshotIds));
  const singles = contents.snapshots.filter(({ id }) => !inSeries.has(id));
  return (
    <label className="pair__side">
      <span className={`pair__badge pair__badge--${side.toLowerCase()}`} aria-hidden="true">
        {side}
      </span>
      <span className="visually-hidden">{label}</span>
      <select
        className="heap-select"
        value={value}
        onChange={(event) => onChange(Number(event.target.value))}
      >
        {contents.series.map((series) => (
          <optgroup key={series.id} label={series.name}>
            {series.snapshotIds.map((id) => (
              <Option key={id} contents={contents} id={id} series={series} />
            ))}
          </optgroup>
        ))}
        {singles.map(({ id }) => (
          <Option key={id} contents={contents} id={id} series={null} />
        ))}
      </select>
    </label>
  );
}

function Option({
  contents,
  id,
  series,
}: {
  readonly contents: HeapContents;
  readonly id: number;
  readonly series: HeapSeries | null;
}): ReactNode {
  const snapshot: SnapshotInfo | undefined = contents.snapshots.find((each) => each.id === id);
  return snapshot === undefined ? null : <option value={id}>{longName(snapshot, series)}</option>;
}
