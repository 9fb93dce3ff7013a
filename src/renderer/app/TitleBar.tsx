import './title-bar.css';
import { ChevronDown, Search, Settings2 } from 'lucide-react';
import { type ReactNode } from 'react';
import { useStore } from 'zustand';
import { importShare, summarizeImport } from '../features/import/import-summary.ts';
import { currentView } from '../state/current-view.ts';
import { themeSettings, type ThemeSetting } from '../state/layout-slice.ts';
import { useActions, useAppState } from '../state/use-store.ts';
import { Kbd } from '../ui/Kbd.tsx';
import { Menu } from '../ui/Menu.tsx';
import type { MenuEntry } from '../ui/menu-item.ts';
import { ProgressLine } from '../ui/ProgressLine.tsx';
import type { Command } from './command.ts';
import { Mark } from './Mark.tsx';
import { useServices } from './services.tsx';

/** Which workspace this is, the way to everything by name, and how far an import is. */
export function TitleBar(): ReactNode {
  const { session } = useServices();
  const busy = useStore(session, (state) => state.busy);
  const hasRun = useAppState((state) => state.selection.runId !== null && currentView(state) !== 'start');
  return (
    <header className="title-bar">
      <div className="title-bar__left">
        <WorkspaceMenu />
      </div>
      <button type="button" className="title-bar__search" onClick={() => session.setState({ palette: true })}>
        <Search />
        {hasRun ? 'Search transactions and commands' : 'Search workspaces and commands'}
        <Kbd keys="Mod+K" />
      </button>
      <div className="title-bar__right">
        {busy === null ? <ImportProgress /> : <span className="title-bar__busy">{busy}</span>}
        <SettingsMenu />
      </div>
      {busy !== null && (
        <div className="title-bar__line">
          <ProgressLine label={busy} value={null} thickness={2} />
        </div>
      )}
    </header>
  );
}

function WorkspaceMenu(): ReactNode {
  const { commands } = useServices();
  const info = useAppState((state) => state.workspace.info);
  const hasRuns = useAppState((state) => state.workspace.runs.length > 0);
  const onStart = useAppState((state) => currentView(state) === 'start');
  // As one text: it stays the same while the brush moves, and the title bar is not drawn again for nothing.
  const enabled = useAppState((state) =>
    commands
      .filter((command) => command.enabled?.(state) !== false)
      .map((command) => command.id)
      .join(' '),
  );
  const named = info?.path == null ? 'Loadstone' : `${info.name}.loadstone`;
  const unsaved = info?.path === null && hasRuns;
  const entry = (id: string): MenuEntry[] => {
    const command = commands.find((candidate) => candidate.id === id);
    return command === undefined ? [] : [menuEntry(command, enabled.split(' ').includes(id))];
  };
  return (
    <Menu
      trigger={
        <button
          type="button"
          className="title-bar__workspace"
          aria-label={`Workspace: ${unsaved ? 'not saved' : named}`}
        >
          <Mark />
          <span className="ellipsis">{named}</span>
          {unsaved && (
            <span
              className="title-bar__unsaved"
              title="Kept among the recent workspaces until it is saved under a name"
            >
              not saved
            </span>
          )}
          {info?.readOnly === true && <span className="title-bar__unsaved">read only</span>}
          <ChevronDown />
        </button>
      }
      entries={[
        ...entry('open-files'),
        ...entry('open-workspace'),
        ...entry('open-sample'),
        { kind: 'separator', id: 'a' },
        ...entry('new-workspace'),
        ...entry('save-as'),
        ...entry('compact'),
        { kind: 'separator', id: 'b' },
        ...entry('show-imports'),
        ...entry('start-screen'),
        ...(onStart ? entry('view-overview') : []),
      ]}
    />
  );
}

const themeNames: Readonly<Record<ThemeSetting, string>> = {
  system: 'As the system',
  light: 'Light',
  dark: 'Dark',
};

function SettingsMenu(): ReactNode {
  const { commands } = useServices();
  const theme = useAppState((state) => state.layout.theme);
  const version = useAppState((state) => state.workspace.engine?.version);
  const setTheme = useActions().setTheme;
  const shortcuts = commands.find((command) => command.id === 'shortcuts');
  return (
    <Menu
      align="end"
      trigger={
        <button type="button" className="icon-button" aria-label="Settings" title="Settings">
          <Settings2 />
        </button>
      }
      entries={[
        { kind: 'heading', id: 'theme', label: 'Theme' },
        ...themeSettings.map((setting): MenuEntry => ({
          kind: 'choice',
          id: setting,
          label: themeNames[setting],
          chosen: theme === setting,
          onSelect: () => setTheme(setting),
        })),
        { kind: 'separator', id: 'separator' },
        ...(shortcuts === undefined ? [] : [menuEntry(shortcuts, true)]),
        ...(version === undefined
          ? []
          : [{ kind: 'heading', id: 'version', label: `Loadstone ${version}` } as const]),
      ]}
    />
  );
}

function menuEntry(command: Command, enabled: boolean): MenuEntry {
  return {
    kind: 'action',
    id: command.id,
    label: command.title,
    disabled: !enabled,
    onSelect: command.run,
    ...(command.shortcut === undefined ? {} : { shortcut: command.shortcut }),
  };
}

/** Thin, beside the work: a click returns to the panel. */
function ImportProgress(): ReactNode {
  const imports = useAppState((state) => state.workspace.imports);
  const view = useAppState(currentView);
  const setView = useActions().setView;
  const summary = summarizeImport(imports);
  if (view === 'import') return null;
  if (!summary.active && summary.failed === 0) return null;
  const share = importShare(summary);
  const text = summary.active
    ? `Importing, ${summary.done} of ${summary.total} done${share === null ? '' : `, ${Math.floor(share * 100)} %`}`
    : `${summary.failed} of ${summary.total} not imported`;
  return (
    <button type="button" className="title-bar__import" onClick={() => setView('import')}>
      <span className="figure">{text}</span>
      {summary.active && <ProgressLine label="Progress of the import" value={share} thickness={2} />}
    </button>
  );
}
