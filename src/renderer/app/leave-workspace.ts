import type { AppStore } from '../state/store.ts';
import { askChoice, type SessionStore } from './session-store.ts';

/**
 * Before another workspace is opened: a running import would end, and a workspace without a file would be lost.
 * @returns false when the user stays
 */
export async function mayLeaveWorkspace(
  store: AppStore,
  session: SessionStore,
  save: () => Promise<boolean>,
): Promise<boolean> {
  const { workspace } = store.getState();
  if (workspace.imports.active) {
    const answer = await askChoice(session, {
      title: 'An import is running',
      message: 'Opening another workspace cancels it. Files that are already done stay in this workspace.',
      choices: [
        { id: 'stay', label: 'Keep importing' },
        { id: 'leave', label: 'Cancel the import', variant: 'danger' },
      ],
    });
    if (answer !== 'leave') return false;
  }
  if (workspace.info?.path !== null || workspace.runs.length === 0) return true;
  const answer = await askChoice(session, {
    title: 'Save this workspace first?',
    message:
      'It has no file yet. Without saving, what was imported is gone; the files it was read from are not touched.',
    choices: [
      { id: 'stay', label: 'Cancel' },
      { id: 'leave', label: 'Do not save', variant: 'danger' },
      { id: 'save', label: 'Save', variant: 'primary' },
    ],
  });
  if (answer === 'save') return save();
  return answer === 'leave';
}
