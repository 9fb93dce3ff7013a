/** What the benches ask the engine about heap snapshots. */

import type { EngineOptions } from './engine.d.ts';

interface ColumnTable {
  readonly rowCount: number;
}

interface HeapObject {
  readonly node: number;
}

interface Reference {
  readonly object: HeapObject;
}

interface Page {
  readonly snapshotId: number;
  readonly offset: number;
  readonly limit: number;
}

export interface ImportFileState {
  readonly phase: 'waiting' | 'reading' | 'finishing' | 'done' | 'failed' | 'cancelled';
  readonly bytesRead: number;
  readonly bytesTotal: number | null;
  readonly rows: number;
  readonly snapshotId: number | null;
  readonly error: { readonly message: string } | null;
}

interface ImportState {
  readonly files: readonly ImportFileState[];
}

/** Parameters and results of the methods that are called. */
export interface HeapMethods {
  'import.start': { params: { files: readonly { readonly fileId: string }[] }; result: ImportState };
  'import.cancel': { params: Record<string, never>; result: ImportState };
  'import.state': { params: Record<string, never>; result: ImportState };
  'heap.statistics': { params: { snapshotId: number }; result: { readonly nodes: number } };
  'heap.classes': { params: { snapshotId: number }; result: ColumnTable };
  'heap.instances': {
    params: Page & {
      readonly classKey: string;
      readonly sort: { readonly by: 'retained'; readonly descending: true };
    };
    result: { readonly total: number; readonly objects: readonly HeapObject[] };
  };
  'heap.dominators': {
    params: Page & { readonly node: number | null; readonly sort: 'retained' };
    result: { readonly rows: readonly { readonly object: HeapObject; readonly children: number }[] };
  };
  'heap.containment': {
    params: Page & { readonly node: number | null };
    result: { readonly references: readonly Reference[] };
  };
  'heap.retainers': {
    params: Page & { readonly node: number };
    result: { readonly references: readonly Reference[] };
  };
  'heap.paths': {
    params: { snapshotId: number; node: number; limit: number };
    result: { readonly paths: readonly unknown[] };
  };
  'heap.object': { params: { snapshotId: number; node: number }; result: { readonly object: HeapObject } };
}

export interface HeapEngine {
  readonly engine: {
    readonly files: { registerPath(path: string): { readonly fileId: string } };
    idle(): Promise<void>;
  };
  readonly client: {
    call<M extends keyof HeapMethods>(
      method: M,
      params: HeapMethods[M]['params'],
    ): Promise<HeapMethods[M]['result']>;
    on(event: 'import.changed', listener: (state: ImportState) => void): () => void;
  };
  close(): Promise<void>;
}

/** @public */
export declare function openHeapEngine(options: EngineOptions): Promise<HeapEngine>;
