import { useState, type ReactNode } from 'react';
import type { RecentWorkspace } from '#shared/model/workspace.ts';
import { useEngineQuery } from '../data/use-query.ts';
import { StartView } from '../features/start/StartView.tsx';
import { useAppState } from '../state/use-store.ts';
import { useServices } from './services.tsx';
import { askChoice, type SessionStore } from './session-store.ts';

/** The start screen with the engine's lists and the window's actions. */
export function StartHost(): ReactNode {
  const { workspace, connection, session, toasts } = useServices();
  const engine = useAppState((state) => state.workspace.engine);
  const recent = useEngineQuery('workspace.recent', {});
  // Forgetting answers with the new list, and changes nothing in the workspace that would have it asked for again.
  const [shortened, setShortened] = useState<readonly RecentWorkspace[] | null>(null);
  const [nowUs] = useState(() => Date.now() * 1000);

  async function forget({ path, contents }: RecentWorkspace, untitled: boolean): Promise<void> {
    if (untitled && !(await mayDelete(session, contents))) return;
    try {
      setShortened(await connection.client.call('workspace.forget', { path }));
    } catch (error) {
      toasts.show({
        status: 'bad',
        title: 'The entry could not be removed',
        text: error instanceof Error ? error.message : String(error),
      });
    }
  }

  return (
    <StartView
      engine={engine}
      recent={shortened ?? recent.data}
      recentError={recent.error}
      nowUs={nowUs}
      onOpenFiles={() => void workspace.openFiles()}
      onOpenSample={() => void workspace.openSample()}
      onOpenWorkspace={() => void workspace.openWorkspace()}
      onOpenRecent={(path) => void workspace.openRecent(path)}
      onForget={(entry, untitled) => void forget(entry, untitled)}
    />
  );
}

/** Nobody else has a copy of a workspace that was never saved. */
async function mayDelete(session: SessionStore, contents: string): Promise<boolean> {
  const answer = await askChoice(session, {
    title: 'Delete this workspace?',
    message: `It was never saved, so its contents (${contents}) are deleted with it. The files that they were read from stay where they are. This cannot be undone.`,
    choices: [
      { id: 'cancel', label: 'Cancel' },
      { id: 'delete', label: 'Delete', variant: 'danger' },
    ],
  });
  return answer === 'delete';
}
