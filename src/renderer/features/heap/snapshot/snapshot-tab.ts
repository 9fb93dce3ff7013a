import type { SnapshotInfo } from '#shared/model/heap.ts';
import type { Marks } from './use-marks.ts';

/** What every view of one snapshot is given. */
export interface SnapshotTabProps {
  readonly snapshot: SnapshotInfo;
  readonly marks: Marks;
}
