import type { ComparisonProgress } from '#shared/model/comparison.ts';
import type { HeapProgressEvent } from '#shared/model/heap.ts';
import type { ReportProgress } from '#shared/model/report.ts';
import type { ImportState } from '#shared/model/import-state.ts';
import type { Run, Source } from '#shared/model/run.ts';
import type { WorkspaceInfo } from '#shared/model/workspace.ts';
import { isCancelled, toWireError, type WireError } from '#shared/contract/errors.ts';
import type { EngineInfo } from '#shared/contract/engine.ts';
import type { EngineClient } from '#shared/rpc/client.ts';

/** Where the engine's news goes: the store's actions have this shape. */
export interface EngineNews {
  readonly setEngine: (engine: EngineInfo) => void;
  readonly setWorkspace: (info: WorkspaceInfo) => void;
  readonly setContents: (runs: readonly Run[], sources: readonly Source[]) => void;
  readonly setImports: (imports: ImportState) => void;
  readonly setCompareProgress: (progress: ComparisonProgress) => void;
  readonly setHeapProgress: (progress: HeapProgressEvent) => void;
  readonly setReportProgress: (progress: ReportProgress) => void;
  readonly setFailure: (failure: WireError) => void;
}

export interface EngineFollower {
  /** Settles once the store knows the engine's present state; it never rejects. */
  readonly ready: Promise<void>;
  stop(): void;
}

/**
 * Keeps the store up to date: asks once at the start, then follows the pushes. The lists are asked for again with
 * every revision of the workspace; an answer that was overtaken, by another or by a push, is dropped.
 */
export function followEngine(client: EngineClient, news: EngineNews): EngineFollower {
  let contentsAsked = 0;
  let refreshing: Promise<void> = Promise.resolve();
  let stopped = false;

  function refreshContents(): Promise<void> {
    refreshing = askContents(++contentsAsked);
    return refreshing;
  }

  async function askContents(ticket: number): Promise<void> {
    const [runs, sources] = await Promise.all([
      client.call('runs.list', {}),
      client.call('sources.list', {}),
    ]);
    if (!stopped && ticket === contentsAsked) news.setContents(runs, sources);
  }

  async function start(): Promise<void> {
    const [engine, info, imports] = await Promise.all([
      client.call('engine.info', {}),
      client.call('workspace.info', {}),
      client.call('import.state', {}),
    ]);
    if (stopped) return;
    news.setEngine(engine);
    // What was pushed while one of the answers was still under way is newer than they are.
    if (!pushed.workspace) news.setWorkspace(info);
    if (!pushed.imports) news.setImports(imports);
    await refreshContents();
    // A push in between has asked anew and dropped that answer: the present state is the one of the last question.
    for (let asked = 0; asked !== contentsAsked;) {
      asked = contentsAsked;
      await refreshing;
    }
  }

  function report(error: unknown): void {
    if (!stopped && !isCancelled(error)) news.setFailure(toWireError(error));
  }

  const pushed = { workspace: false, imports: false };
  let contents = '';
  const offs = [
    client.on('workspace.changed', (info) => {
      pushed.workspace = true;
      news.setWorkspace(info);
      // Two workspaces may well be at the same revision.
      const next = `${info.revision} ${info.path ?? ''}`;
      if (next === contents) return;
      contents = next;
      refreshContents().catch(report);
    }),
    client.on('import.changed', (imports) => {
      pushed.imports = true;
      news.setImports(imports);
    }),
    client.on('compare.progress', news.setCompareProgress),
    client.on('heap.progress', news.setHeapProgress),
    client.on('reports.progress', news.setReportProgress),
    client.on('engine.failed', news.setFailure),
  ];
  return {
    ready: start().catch(report),
    stop: () => {
      stopped = true;
      for (const off of offs) off();
    },
  };
}
