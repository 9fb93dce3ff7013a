import type { Run, Source } from '#shared/model/run.ts';

/** One line of the workspace's tree. */
export type TreeRow =
  | {
      readonly kind: 'run';
      readonly id: string;
      readonly run: Run;
      readonly expanded: boolean;
      /** The file that says why the run is empty: every one of its rows was rejected. Null: something could be read. */
      readonly unread: Source | null;
    }
  | { readonly kind: 'source'; readonly id: string; readonly source: Source; readonly runId: number };

export function treeRows(
  runs: readonly Run[],
  sources: readonly Source[],
  expanded: ReadonlySet<number>,
): readonly TreeRow[] {
  return runs.flatMap((run) => {
    const open = expanded.has(run.id);
    const own = sources.filter((source) => source.runId === run.id);
    const unread = own.every(({ rows }) => rows === 0)
      ? (own.find(({ rejectedRows }) => rejectedRows > 0) ?? null)
      : null;
    const row: TreeRow = { kind: 'run', id: runRowId(run.id), run, expanded: open, unread };
    if (!open) return [row];
    const children = own.map((source): TreeRow => ({
      kind: 'source',
      id: `source-${source.id}`,
      source,
      runId: run.id,
    }));
    return [row, ...children];
  });
}

export function runRowId(runId: number): string {
  return `run-${runId}`;
}

/** Where ArrowLeft goes: from a source to its run. */
export function parentIndex(rows: readonly TreeRow[], index: number): number {
  const row = rows[index];
  if (row?.kind !== 'source') return index;
  return rows.findIndex((other) => other.kind === 'run' && other.run.id === row.runId);
}
