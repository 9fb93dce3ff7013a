import './styles/tokens.css';
import './styles/base.css';
import '@fontsource-variable/inter/index.css';
import '@fontsource-variable/jetbrains-mono/index.css';
import { StrictMode, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { ensureExists } from '#shared/assert.ts';
import { toWireError } from '#shared/contract/errors.ts';
import { connect } from './api/connect.ts';
import { App } from './app/App.tsx';
import { EngineGone } from './app/EngineGone.tsx';
import { createServices } from './app/services.tsx';
import { askName, createSessionStore } from './app/session-store.ts';
import { applyTheme } from './app/theme.ts';
import { CapacityView } from './features/capacity/CapacityView.tsx';
import { CompareView } from './features/compare/CompareView.tsx';
import { ExplorerView } from './features/explorer/ExplorerView.tsx';
import { HeapView } from './features/heap/HeapView.tsx';
import { OverviewView } from './features/overview/OverviewView.tsx';
import { ProfileView } from './features/profile/ProfileView.tsx';
import { ReportView } from './features/report/ReportView.tsx';
import { SqlView } from './features/sql/SqlView.tsx';
import { readSettings } from './state/layout-storage.ts';

const runViews = {
  overview: OverviewView,
  explorer: ExplorerView,
  capacity: CapacityView,
  compare: CompareView,
  heap: HeapView,
  profile: ProfileView,
  report: ReportView,
  sql: SqlView,
};

async function start(show: (content: ReactNode) => void): Promise<void> {
  // Before anything is drawn, so that a dark window never flashes white.
  applyTheme(readSettings(window.localStorage).theme, window)();
  const session = createSessionStore();
  try {
    const connection = await connect(window, (suggested) =>
      askName(session, {
        title: 'Save the workspace as',
        message: 'It is kept in your home folder, under Loadstone.',
        // The host adds the ending itself.
        initial: suggested.replace(/\.loadstone$/i, ''),
        confirm: 'Save',
      }),
    );
    const services = createServices(connection, session, window.localStorage);
    await services.ready;
    show(<App services={services} runViews={runViews} />);
  } catch (error) {
    show(<EngineGone error={toWireError(error)} />);
  }
}

const root = createRoot(ensureExists(document.getElementById('root'), 'the root element'));
void start((content) => root.render(<StrictMode>{content}</StrictMode>));
