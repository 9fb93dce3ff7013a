import type { EngineMethod } from '#shared/contract/engine.ts';
import { isCancelled, toWireError } from '#shared/contract/errors.ts';
import type { ReportEdits } from '#shared/model/report.ts';
import type { EngineClient } from '#shared/rpc/client.ts';
import type { QueryLayer } from '../data/query-layer.ts';
import type { AppStore } from '../state/store.ts';

/** Long enough that not every key is a write, short enough that nobody closes the window before. */
const REST_MS = 400;

/** Figures do not follow from what is written in a report. */
const namesReports = (method: EngineMethod): boolean => method === 'reports.list' || method === 'reports.get';

export interface ReportSaver {
  /** Saves at once what is waiting. Settles once all of it is stored, or has failed. */
  readonly flush: () => Promise<void>;
  readonly stop: () => void;
}

/** Keeps every report in the workspace as it is on screen. */
export function createReportSaver(client: EngineClient, store: AppStore, queries: QueryLayer): ReportSaver {
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** One write after the other: a later document must not be overtaken by an earlier one. */
  let writing: Promise<void> = Promise.resolve();
  const refused = new WeakSet<ReportEdits>();

  async function save(id: number, edits: ReportEdits): Promise<void> {
    try {
      const { changedAtUs } = await client.call('reports.update', { id, edits });
      store.getState().actions.markReportStored(id, edits, changedAtUs);
      queries.invalidate(namesReports);
    } catch (error) {
      if (isCancelled(error)) return;
      refused.add(edits);
      store.getState().actions.markReportFailed(id, toWireError(error));
    }
  }

  async function saveAll(): Promise<void> {
    for (const [id, { edits, stored }] of Object.entries(store.getState().report.drafts))
      if (edits !== stored && !refused.has(edits)) await save(Number(id), edits);
  }

  function flush(): Promise<void> {
    clearTimeout(timer);
    writing = writing.then(saveAll);
    return writing;
  }

  const unsubscribe = store.subscribe(({ report }, before) => {
    if (report.drafts === before.report.drafts) return;
    const waiting = Object.values(report.drafts).some(
      ({ edits, stored }) => edits !== stored && !refused.has(edits),
    );
    clearTimeout(timer);
    if (waiting) timer = setTimeout(() => void flush(), REST_MS);
  });
  return {
    flush,
    stop: () => {
      unsubscribe();
      clearTimeout(timer);
    },
  };
}
