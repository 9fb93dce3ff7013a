import { useEffect, type ComponentType, type ReactNode } from 'react';
import { useStore } from 'zustand';
import { GatesDialogs } from '../features/gates/GatesDialogs.tsx';
import { ImportLog } from '../features/import/ImportLog.tsx';
import { LinkDialogHost } from '../features/profile/LinkDialog.tsx';
import { AddToReport } from '../panels/findings/AddToReport.tsx';
import { useAppState } from '../state/use-store.ts';
import { Toasts } from '../ui/Toasts.tsx';
import { useDesktop } from './desktop-commands.ts';
import { DropZone } from './DropZone.tsx';
import { EngineGone } from './EngineGone.tsx';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { MergeHost } from './MergeHost.tsx';
import { CommandPalette } from './palette/CommandPalette.tsx';
import { usePaletteItems } from './palette/use-palette-items.ts';
import { QuestionDialog } from './QuestionDialog.tsx';
import { ServicesProvider, useServices, type Services } from './services.tsx';
import { Shell } from './Shell.tsx';
import { LabelsDialog } from '../features/labels/LabelsDialog.tsx';
import { ShortcutsDialog } from './ShortcutsDialog.tsx';
import { SpeedscopeHost } from './SpeedscopeHost.tsx';
import { applyTheme } from './theme.ts';
import { usePastedSelection } from './use-pasted-selection.ts';
import { useShortcuts } from './use-shortcuts.ts';

/** The views with charts; handed in, so that the shell can be tested without them. */
export type RunViews = Readonly<
  Record<
    'overview' | 'explorer' | 'capacity' | 'compare' | 'heap' | 'profile' | 'report' | 'sql',
    ComponentType
  >
>;

interface AppProps {
  readonly services: Services;
  readonly runViews: RunViews;
}

export function App({ services, runViews }: AppProps): ReactNode {
  return (
    <ServicesProvider services={services}>
      <ErrorBoundary
        title="The window could not be shown"
        retryLabel="Reload"
        onRetry={() => window.location.reload()}
      >
        <Window runViews={runViews} />
      </ErrorBoundary>
      <Toasts service={services.toasts} />
    </ServicesProvider>
  );
}

function Window({ runViews }: Pick<AppProps, 'runViews'>): ReactNode {
  const { commands, store, toasts } = useServices();
  const failure = useAppState((state) => state.workspace.failure);
  const theme = useAppState((state) => state.layout.theme);
  useEffect(() => applyTheme(theme, window), [theme]);
  useShortcuts(commands, store);
  usePastedSelection();
  useDesktop();
  useWindowTitle();
  if (failure !== null) return <EngineGone error={failure} />;
  return (
    <>
      <AddToReport
        onAdded={(name, show) =>
          toasts.show({ status: 'good', title: `Added to ${name}`, action: { label: 'Show it', run: show } })
        }
      >
        <Shell runViews={runViews} />
      </AddToReport>
      <DropZone />
      <Overlays />
    </>
  );
}

/** What lies over the views for a moment. */
function Overlays(): ReactNode {
  const { session, commands, workspace } = useServices();
  const { palette, shortcuts, labels, logSourceId } = useStore(session);
  const sources = useAppState((state) => state.workspace.sources);
  return (
    <>
      <CommandPaletteHost open={palette} onClose={() => session.setState({ palette: false })} />
      <ShortcutsDialog
        open={shortcuts}
        onClose={() => session.setState({ shortcuts: false })}
        commands={commands}
      />
      <ImportLog
        sourceId={logSourceId}
        sources={sources}
        onSetClockOffset={(sourceId, offsetMs) => workspace.setClockOffset(sourceId, offsetMs)}
        onClose={() => session.setState({ logSourceId: null })}
      />
      <LabelsDialog
        open={labels}
        onClose={() => session.setState({ labels: false })}
        onApply={(rules) => workspace.applyLabels(rules)}
      />
      <MergeHost />
      <GatesDialogs />
      <LinkDialogHost />
      <SpeedscopeHost />
      <QuestionDialog session={session} />
    </>
  );
}

function CommandPaletteHost({
  open,
  onClose,
}: {
  readonly open: boolean;
  readonly onClose: () => void;
}): ReactNode {
  const items = usePaletteItems(open);
  return <CommandPalette open={open} onClose={onClose} items={items} />;
}

function useWindowTitle(): void {
  const { connection } = useServices();
  const name = useAppState(({ workspace: { info } }) => (info?.path == null ? null : info.name));
  useEffect(() => {
    const title = name === null ? 'Loadstone' : `${name} - Loadstone`;
    document.title = title;
    connection.desktop?.setTitle(title);
  }, [name, connection]);
}
