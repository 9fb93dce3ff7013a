import type { ComparisonProgress } from '../model/comparison.ts';
import type { HeapProgressEvent } from '../model/heap.ts';
import type { ImportState } from '../model/import-state.ts';
import type { ReportProgress } from '../model/report.ts';
import type { WorkspaceInfo } from '../model/workspace.ts';
import type { WireError } from './errors.ts';

/** What the engine tells without being asked. */
export interface EngineEvents {
  'workspace.changed': WorkspaceInfo;
  /** At most ten times a second while an import runs, and on every change of phase. */
  'import.changed': ImportState;
  /** The engine wants the bytes of a file that the window holds (browser host only). */
  'files.wanted': { readonly fileId: string };
  'compare.progress': ComparisonProgress;
  'reports.progress': ReportProgress;
  /** At most ten times a second while objects of a snapshot are read from the workspace for a question. */
  'heap.progress': HeapProgressEvent;
  'engine.failed': WireError;
}

export type EngineEventName = keyof EngineEvents;
