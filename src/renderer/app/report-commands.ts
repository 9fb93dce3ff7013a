import { toWireError } from '#shared/contract/errors.ts';
import type { QueryLayer } from '../data/query-layer.ts';
import { makeReport, wishAtHand } from '../panels/findings/make-report.ts';
import type { AppStore } from '../state/store.ts';
import type { Toaster } from '../ui/Toasts.tsx';
import type { Command } from './command.ts';

interface ReportCommandContext {
  readonly store: AppStore;
  readonly queries: QueryLayer;
  readonly toasts: Toaster;
}

/** Findings as pages. */
export function reportCommands({ store, queries, toasts }: ReportCommandContext): readonly Command[] {
  return [
    {
      id: 'new-report',
      title: 'New report of the open run or comparison',
      section: 'Files',
      enabled: (state) => wishAtHand(state) !== null && state.workspace.info?.readOnly !== true,
      run: () => {
        const wish = wishAtHand(store.getState());
        if (wish === null) return;
        makeReport(wish, store, queries).catch((error: unknown) => {
          const { message, hint } = toWireError(error);
          toasts.show({
            status: 'bad',
            title: 'The report could not be made',
            text: hint === undefined ? message : `${message} ${hint}`,
          });
        });
      },
    },
    {
      id: 'view-report',
      title: 'Report',
      section: 'View',
      shortcut: '5',
      enabled: (state) => state.workspace.runs.length > 0,
      run: () => store.getState().actions.setView('report'),
    },
  ];
}
