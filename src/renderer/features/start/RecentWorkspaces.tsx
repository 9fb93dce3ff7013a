import './recent-workspaces.css';
import { X } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { WireError } from '#shared/contract/errors.ts';
import type { RecentWorkspace } from '#shared/model/workspace.ts';
import { Button } from '../../ui/Button.tsx';
import { formatBytes } from '../../ui/byte-format.ts';
import { classes } from '../../ui/class-names.ts';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { formatDay } from '../../ui/instant-format.ts';

const SHOWN_AT_FIRST = 6;

export interface RecentWorkspacesProps {
  /** Newest first; null until the engine has answered. */
  readonly recent: readonly RecentWorkspace[] | null;
  readonly recentError: WireError | null;
  readonly nowUs: number;
  readonly onOpenRecent: (path: string) => void;
  /** An untitled workspace has no other place: forgetting deletes it. */
  readonly onForget: (workspace: RecentWorkspace, untitled: boolean) => void;
}

export function RecentWorkspaces(props: RecentWorkspacesProps): ReactNode {
  const { recent, recentError, nowUs, onOpenRecent, onForget } = props;
  const [all, setAll] = useState(false);
  if (recentError !== null) {
    return (
      <section className="recent-workspaces">
        <ErrorNote title="The list of recent workspaces could not be read" error={recentError} />
      </section>
    );
  }
  if (recent === null) return null;
  if (recent.length === 0) {
    return (
      <section className="recent-workspaces" aria-label="Recent workspaces">
        <header>
          <h2>Recent workspaces</h2>
        </header>
        <p className="recent-workspaces__none">
          A workspace that was saved or opened stands here the next time.
        </p>
      </section>
    );
  }
  const shown = all ? recent : recent.slice(0, SHOWN_AT_FIRST);
  return (
    <section className="recent-workspaces" aria-label="Recent workspaces">
      <header>
        <h2>Recent workspaces</h2>
        {recent.length > SHOWN_AT_FIRST && (
          <>
            <span className="text-3">
              {shown.length} of {recent.length}
            </span>
            <Button size="small" variant="ghost" onClick={() => setAll(!all)}>
              {all ? 'Show fewer' : 'Show all'}
            </Button>
          </>
        )}
      </header>
      <table>
        <thead>
          <tr>
            <th scope="col">Workspace</th>
            <th scope="col">Contents</th>
            <th scope="col" className="is-right">
              Size
            </th>
            <th scope="col" className="is-right">
              Opened
            </th>
            <th scope="col">
              <span className="visually-hidden">Forget</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map((workspace) => (
            <RecentRow
              key={workspace.path}
              workspace={workspace}
              nowUs={nowUs}
              onOpen={() => onOpenRecent(workspace.path)}
              onForget={() => onForget(workspace, workspace.untitled)}
            />
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface RecentRowProps {
  readonly workspace: RecentWorkspace;
  readonly nowUs: number;
  readonly onOpen: () => void;
  readonly onForget: () => void;
}

function RecentRow({ workspace, nowUs, onOpen, onForget }: RecentRowProps): ReactNode {
  const { name, path, sizeBytes, contents, openedAtUs } = workspace;
  const gone = sizeBytes === null;
  const shownName = workspace.untitled ? name : `${name}.loadstone`;
  const forget = workspace.untitled ? 'Delete' : 'Forget';
  return (
    <tr className={classes(gone && 'is-gone')} title={path}>
      <td>
        {gone ? (
          <span className="recent-workspaces__name">{shownName}</span>
        ) : (
          // The button's area is stretched over the row by CSS: the row is one target, and one stop of the keyboard.
          <button type="button" className="recent-workspaces__name" onClick={onOpen}>
            {shownName}
          </button>
        )}
        <span className="recent-workspaces__folder">{gone ? 'moved or deleted' : workspace.folder}</span>
      </td>
      <td>{contents}</td>
      <td className="is-right figure">
        {gone ? (
          <Button size="small" variant="ghost" onClick={onForget} aria-label={`Forget ${name}`}>
            Forget
          </Button>
        ) : (
          formatBytes(sizeBytes)
        )}
      </td>
      <td className="is-right">{formatDay(openedAtUs, nowUs)}</td>
      <td className="is-right">
        {!gone && (
          <IconButton
            className="recent-workspaces__forget"
            label={`${forget} ${shownName}, ${contents}`}
            onClick={onForget}
          >
            <X />
          </IconButton>
        )}
      </td>
    </tr>
  );
}
