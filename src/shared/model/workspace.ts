export interface WorkspaceInfo {
  /** Name without folder and extension; "Untitled" while nothing was saved. */
  readonly name: string;
  /** Null while the workspace is a temporary file. */
  readonly path: string | null;
  readonly sizeBytes: number;
  readonly runCount: number;
  readonly profileCount: number;
  readonly snapshotCount: number;
  readonly sourceCount: number;
  /** Counts up with every change of its contents: results computed for an older revision are stale. */
  readonly revision: number;
  readonly readOnly: boolean;
}

export interface RecentWorkspace {
  readonly path: string;
  /** Of the file; of one that was never saved: what is in it. */
  readonly name: string;
  /** Never saved by a person: it lies in Loadstone's own folder and is deleted when it is taken off the list. */
  readonly untitled: boolean;
  readonly folder: string;
  readonly openedAtUs: number;
  /** Null when the file is no longer there. */
  readonly sizeBytes: number | null;
  /** E.g. "3 runs", kept from the last time it was open. */
  readonly contents: string;
}
