import './gates-editor.css';
import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import type { GatesDocument } from '#shared/model/gates.ts';
import { useAppState } from '../../state/use-store.ts';
import { AlertDialog } from '../../ui/AlertDialog.tsx';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { firstRule } from './first-rule.ts';
import { LiveResults } from './LiveResults.tsx';
import { ProblemList } from './ProblemList.tsx';
import { useGatesFile } from './use-gates-file.ts';
import { useLiveRun } from './use-live-run.ts';
import { CodeField, type CodeFieldHandle } from '../../ui/code-field/CodeField.tsx';

interface GatesFormProps {
  readonly document: GatesDocument;
  /** Null: the workspace has no run. */
  readonly firstRunId: number | null;
  readonly proposeFirst: boolean;
  readonly onClose: () => void;
}

const READ_ONLY = 'The workspace can only be read. Save it under another name to change its gates.';

export function GatesForm({ document, firstRunId, proposeFirst, onClose }: GatesFormProps): ReactNode {
  const readOnly = useAppState((state) => state.workspace.info?.readOnly === true);
  const file = useGatesFile(document);
  const [text, setText] = useState(document.yaml);
  const [leaving, setLeaving] = useState(false);
  const field = useRef<CodeFieldHandle>(null);
  const problemsId = useId();
  const live = useLiveRun(text, firstRunId);
  const { problems } = live.draft;
  const changed = text !== file.stored.yaml;
  // Problems are those of a moment ago; the engine refuses what is wrong by now.
  const canSave = changed && !file.busy && !readOnly && problems.length === 0;
  const { run } = live;

  async function replaceBy(job: Promise<string | null>): Promise<void> {
    const next = await job;
    if (next !== null) field.current?.replace(next);
  }
  const propose = (): void => {
    if (run !== null) void replaceBy(file.propose(run.id, text));
  };
  const close = (): void => {
    if (changed && !readOnly) setLeaving(true);
    else onClose();
  };

  const asked = useRef(false);
  useEffect(() => {
    if (!proposeFirst || asked.current) return;
    asked.current = true;
    propose();
  });

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key !== 's' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    event.preventDefault();
    if (canSave) void file.save(text);
  }

  return (
    <Dialog
      open
      onClose={close}
      title="Gates"
      note={
        file.stored.isDefault
          ? 'the defaults: this workspace has none of its own'
          : 'loadstone.gates.yaml of this workspace'
      }
      size="large"
      actions={
        <>
          <span role="status" className="gates-editor__notice text-2">
            {file.notice?.yaml === text ? file.notice.words : readOnly ? READ_ONLY : null}
          </span>
          <Button
            disabled={file.busy || readOnly || (file.stored.isDefault && !changed)}
            onClick={() => void replaceBy(file.backToDefaults())}
          >
            Back to defaults
          </Button>
          <Button
            disabled={file.busy || run === null || problems.length > 0}
            title={run === null ? 'Open a run that is good enough first.' : undefined}
            onClick={propose}
          >
            Propose from this run
          </Button>
          <Button onClick={close}>Close</Button>
          <Button
            variant="primary"
            disabled={!canSave}
            title={problems.length > 0 ? 'Mend the problems first.' : undefined}
            onClick={() => void file.save(text)}
          >
            Save
          </Button>
        </>
      }
    >
      <div className="gates-editor" onKeyDown={onKeyDown}>
        <section className="gates-editor__text" aria-label="Rules">
          <CodeField
            ref={field}
            label="Gates as YAML"
            // Whoever opens the editor has come for the rules.
            beginAt={firstRule(text)}
            text={text}
            onChange={setText}
            problems={problems}
            describedBy={problemsId}
            readOnly={readOnly}
          />
          <ProblemList id={problemsId} problems={problems} onGo={(problem) => field.current?.goTo(problem)} />
          {file.failure !== null && <ErrorNote title={file.failure.title} error={file.failure.error} />}
        </section>
        <LiveResults live={live} />
      </div>
      <AlertDialog
        open={leaving}
        title="Discard the changes?"
        message="The gates of the workspace stay as they were saved. This cannot be undone."
        onCancel={() => setLeaving(false)}
        actions={
          <>
            <Button onClick={() => setLeaving(false)}>Keep editing</Button>
            <Button variant="danger" onClick={onClose}>
              Discard
            </Button>
          </>
        }
      />
    </Dialog>
  );
}
