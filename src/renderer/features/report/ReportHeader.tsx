import { Redo2, Undo2 } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { toWireError } from '#shared/contract/errors.ts';
import { isStored, type ReportDraft } from '../../state/report-slice.ts';
import { useActions, useAppState } from '../../state/use-store.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { Tabs } from '../../ui/Tabs.tsx';

/** The report's name, what of it is edited, and whether everything is kept. */
export function ReportHeader({ draft }: { readonly draft: ReportDraft }): ReactNode {
  const tab = useAppState((state) => state.report.tab);
  const done = useAppState((state) => state.undo.done);
  const undone = useAppState((state) => state.undo.undone);
  const working = useAppState((state) => state.undo.working);
  const readOnly = useAppState((state) => state.workspace.info?.readOnly === true);
  const { setReportTab, undo, redo } = useActions();
  const [failed, setFailed] = useState<string | null>(null);
  const { name, attachments } = draft.edits;

  function step(work: () => Promise<unknown>): void {
    setFailed(null);
    work().catch((error: unknown) => setFailed(toWireError(error).message));
  }

  return (
    <div className="report__header" data-pane="tabs">
      <h1 className="ellipsis" title={name}>
        {name}
      </h1>
      <Tabs
        label="Parts of the report"
        value={tab}
        items={[
          { value: 'findings', label: 'Findings' },
          {
            value: 'pictures',
            label: attachments.length === 0 ? 'Pictures' : `Pictures (${attachments.length})`,
          },
          { value: 'settings', label: 'Settings' },
        ]}
        onChange={setReportTab}
      />
      <span className="panel-header__space" />
      <span
        role="status"
        className={failed !== null || draft.failure !== null ? 'bad small' : 'text-2 small'}
        title={draft.failure?.hint}
      >
        {failed ?? stateText(draft, readOnly, done.length)}
      </span>
      <IconButton
        label={done.length === 0 ? 'Undo' : `Undo ${done.at(-1)?.label ?? ''}`}
        shortcut="Mod+Z"
        disabled={done.length === 0 || working}
        onClick={() => step(undo)}
      >
        <Undo2 />
      </IconButton>
      <IconButton
        label={undone.length === 0 ? 'Redo' : `Redo ${undone[0]?.label ?? ''}`}
        shortcut="Mod+Shift+Z"
        disabled={undone.length === 0 || working}
        onClick={() => step(redo)}
      >
        <Redo2 />
      </IconButton>
    </div>
  );
}

function stateText(draft: ReportDraft, readOnly: boolean, steps: number): string {
  if (readOnly) return 'The workspace can only be read';
  if (draft.failure !== null) return `Not saved: ${draft.failure.message}`;
  if (!isStored(draft)) return 'Saving…';
  const at = new Date(draft.storedAtUs / 1000);
  const time = at.toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit', hour12: false });
  const undoable =
    steps === 0 ? '' : steps === 1 ? ', 1 edit can be undone' : `, ${steps} edits can be undone`;
  return `saved ${time}${undoable}`;
}
