import type { AppStore } from '../state/store.ts';
import { askChoice, type SessionStore } from './session-store.ts';

/**
 * Before another workspace is opened: a running import would end. Workspaces without a file are kept by the engine
 * and stay among the recent ones, so there is nothing else to lose.
 * @returns false when the user stays
 */
export async function mayLeaveWorkspace(store: AppStore, session: SessionStore): Promise<boolean> {
  if (!store.getState().workspace.imports.active) return true;
  const answer = await askChoice(session, {
    title: 'An import is running',
    message: 'Opening another workspace cancels it. Files that are already done stay in this workspace.',
    choices: [
      { id: 'stay', label: 'Keep importing' },
      { id: 'leave', label: 'Cancel the import', variant: 'danger' },
    ],
  });
  return answer === 'leave';
}
