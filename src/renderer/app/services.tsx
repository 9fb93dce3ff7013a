import { CSPProvider } from '@base-ui/react/csp-provider';
import { Tooltip } from '@base-ui/react/tooltip';
import { createContext, useContext, type ReactNode } from 'react';
import { ensureExists } from '#shared/assert.ts';
import type { Connection } from '../api/connect.ts';
import { followEngine } from '../data/engine-events.ts';
import { createQueryLayer, type QueryLayer } from '../data/query-layer.ts';
import { QueryContext } from '../data/use-query.ts';
import { settingsOf } from '../state/layout-slice.ts';
import { readSettings, writeSettings, type SettingsStorage } from '../state/layout-storage.ts';
import { createAppStore, type AppStore } from '../state/store.ts';
import { StoreContext } from '../state/use-store.ts';
import { createToasts, type ToastService } from '../ui/Toasts.tsx';
import type { Command } from './command.ts';
import { createCommands } from './commands.ts';
import { showFirstView } from './first-view.ts';
import { createImportFollower } from './import-follower.ts';
import { createReportSaver } from './report-saver.ts';
import type { SessionStore } from './session-store.ts';
import { createWorkspaceActions, type WorkspaceActions } from './workspace-actions.ts';

/** Everything that lives as long as the window: made once, passed by context, never reached by import. */
export interface Services {
  readonly connection: Connection;
  readonly store: AppStore;
  readonly queries: QueryLayer;
  readonly session: SessionStore;
  readonly toasts: ToastService;
  readonly workspace: WorkspaceActions;
  readonly commands: readonly Command[];
  /** Settles once the window knows the engine's present state. */
  readonly ready: Promise<void>;
  dispose(): void;
}

export function createServices(
  connection: Connection,
  session: SessionStore,
  storage: SettingsStorage,
): Services {
  const { client, files } = connection;
  const store = createAppStore(readSettings(storage));
  const queries = createQueryLayer(client);
  const toasts = createToasts();
  const follower = createImportFollower(store);
  const reports = createReportSaver(client, store, queries);
  const workspace = createWorkspaceActions({
    client,
    files,
    queries,
    store,
    session,
    toasts,
    follower,
    reports,
  });
  const commands = createCommands({ store, session, queries, toasts, workspace });
  const engine = followEngine(client, store.getState().actions);
  // The last chance: what was typed in the last moment is sent before the page goes.
  const saveNow = (): void => void reports.flush();
  window.addEventListener('pagehide', saveNow);
  const unsubscribe = store.subscribe((state, before) => {
    if (state.layout !== before.layout) writeSettings(storage, settingsOf(state.layout));
  });
  return {
    connection,
    store,
    queries,
    session,
    toasts,
    workspace,
    commands,
    ready: engine.ready.then(() => showFirstView(store, follower)),
    dispose: () => {
      unsubscribe();
      follower.stop();
      window.removeEventListener('pagehide', saveNow);
      reports.stop();
      engine.stop();
      queries.dispose();
      client.close();
    },
  };
}

const ServicesContext = createContext<Services | null>(null);

export function useServices(): Services {
  return ensureExists(useContext(ServicesContext), 'services above this component');
}

interface ServicesProviderProps {
  readonly services: Services;
  readonly children: ReactNode;
}

export function ServicesProvider({ services, children }: ServicesProviderProps): ReactNode {
  return (
    <ServicesContext value={services}>
      <StoreContext value={services.store}>
        <QueryContext value={services.queries}>
          {/* The content security policy allows no style elements; ours is all in files. */}
          <CSPProvider disableStyleElements>
            <Tooltip.Provider delay={500}>{children}</Tooltip.Provider>
          </CSPProvider>
        </QueryContext>
      </StoreContext>
    </ServicesContext>
  );
}
