import './start-view.css';
import type { ReactNode } from 'react';
import type { EngineInfo } from '#shared/contract/engine.ts';
import { Button } from '../../ui/Button.tsx';
import { formatBytes } from '../../ui/byte-format.ts';
import { CornerMarks } from '../../ui/CornerMarks.tsx';
import { FormatList } from '../../ui/FormatList.tsx';
import { dropInvitation } from './drop-invitation.ts';
import { RecentWorkspaces, type RecentWorkspacesProps } from './RecentWorkspaces.tsx';

export interface StartViewProps extends RecentWorkspacesProps {
  /** Null until the engine has answered. */
  readonly engine: EngineInfo | null;
  readonly onOpenFiles: () => void;
  readonly onOpenSample: () => void;
  readonly onOpenWorkspace: () => void;
}

export function StartView(props: StartViewProps): ReactNode {
  const { engine, onOpenFiles, onOpenSample, onOpenWorkspace, ...recent } = props;
  const sample = engine?.sample ?? null;
  return (
    <div className="start-view">
      <CornerMarks />
      <div className="start-view__columns">
        <div>
          <h1>{dropInvitation(engine?.formats ?? [])}</h1>
          <p className="start-view__lead">
            Several files and whole folders at once are fine. The format is found from the content, and rows
            that cannot be read are counted and shown, never dropped in silence.
          </p>
          <div className="start-view__actions">
            <Button variant="primary" size="hero" shortcut="Mod+O" onClick={onOpenFiles}>
              Open files
            </Button>
            {sample !== null && (
              <Button size="hero" onClick={onOpenSample}>
                Open the sample workspace
              </Button>
            )}
            <Button size="hero" onClick={onOpenWorkspace}>
              Open a workspace
            </Button>
          </div>
          <RecentWorkspaces {...recent} />
        </div>
        <aside aria-label="About">
          {sample !== null && (
            <section>
              <h2>The sample workspace</h2>
              <p className="start-view__sample">
                {sample.description} {formatBytes(sample.sizeBytes)}, already on this computer.
              </p>
            </section>
          )}
          <section>
            <h2>What it opens</h2>
            <FormatList formats={engine?.formats ?? []} />
            <p className="start-view__foot">
              Also packed with gzip, zstd or bzip2, cut off, or still being written. The content decides, not
              the file name.
            </p>
          </section>
          <section>
            <p className="start-view__foot">
              Nothing leaves this computer. Workspaces are single files that can be mailed.
            </p>
          </section>
        </aside>
      </div>
    </div>
  );
}
