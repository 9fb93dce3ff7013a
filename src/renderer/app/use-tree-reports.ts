import { toWireError } from '#shared/contract/errors.ts';
import type { EngineMethod } from '#shared/contract/engine.ts';
import type { ReportSummary } from '#shared/model/report.ts';
import { useEngineQuery } from '../data/use-query.ts';
import type { TreeReports } from '../features/workspace/tree-reports.ts';
import { makeReport, wishAtHand } from '../panels/findings/make-report.ts';
import { useActions, useAppState } from '../state/use-store.ts';
import { useServices } from './services.tsx';
import { askChoice } from './session-store.ts';

const NONE: readonly ReportSummary[] = [];
const aboutReports = (method: EngineMethod): boolean => method.startsWith('reports.');

/** Reports as the tree shows them, and what it does about them. */
export function useTreeReports(): TreeReports {
  const { session, queries, toasts, store } = useServices();
  const { data } = useEngineQuery('reports.list', {});
  const openId = useAppState((state) => (state.layout.view === 'report' ? state.report.openId : null));
  const readOnly = useAppState((state) => state.workspace.info?.readOnly === true);
  const canMake = useAppState((state) => state.workspace.runs.length > 0);
  const actions = useActions();

  function told(title: string): (error: unknown) => void {
    return (error) => {
      const { message, hint } = toWireError(error);
      toasts.show({ status: 'bad', title, text: hint === undefined ? message : `${message} ${hint}` });
    };
  }

  /** The document is edited, not only renamed: a report that was never opened is read first. */
  async function rename({ id, name: before }: ReportSummary, name: string): Promise<void> {
    if (store.getState().report.drafts[id] === undefined)
      actions.loadReport(await queries.ask('reports.get', { id }).result);
    actions.editReport(id, `renaming ${before}`, (edits) => ({ ...edits, name: name.slice(0, 300) }));
  }

  async function remove({ id, name, signed }: ReportSummary): Promise<void> {
    const answer = await askChoice(session, {
      title: `Remove ${name}?`,
      message: `What was written${signed === 0 ? '' : ', signed'} and attached is taken out of the workspace; its runs stay. This cannot be undone.`,
      choices: [
        { id: 'cancel', label: 'Cancel' },
        { id: 'remove', label: 'Remove', variant: 'danger' },
      ],
    });
    if (answer !== 'remove') return;
    await queries.change('reports.remove', { id }, aboutReports);
    actions.dropReport(id);
  }

  return {
    reports: data ?? NONE,
    openId,
    readOnly,
    canMake,
    onOpen: (id) => {
      actions.openReport(id);
      actions.setView('report');
    },
    onNew: () => {
      const wish = wishAtHand(store.getState());
      if (wish !== null) makeReport(wish, store, queries).catch(told('The report could not be made'));
    },
    onRename: (report, name) => void rename(report, name).catch(told('The report could not be renamed')),
    onRemove: (report) => void remove(report).catch(told('The report could not be removed')),
  };
}
