import './sql.css';
import { Play, X } from 'lucide-react';
import { useId, useMemo, useRef, type KeyboardEvent, type ReactNode } from 'react';
import { useEngineQuery } from '../../data/use-query.ts';
import { useActions, useAppState } from '../../state/use-store.ts';
import { Button } from '../../ui/Button.tsx';
import { CodeField, type CodeFieldHandle } from '../../ui/code-field/CodeField.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { AnswerPanel } from './AnswerPanel.tsx';
import { StatementMenus } from './StatementMenus.tsx';
import { placeOf } from './statement-place.ts';
import { TablesTree } from './TablesTree.tsx';
import { useStatement } from './use-statement.ts';

/** A console over the documented tables of the workspace: it reads, and nothing else. */
export function SqlView(): ReactNode {
  const draft = useAppState((state) => state.sql.draft);
  const { setSqlDraft, runSql } = useActions();
  const { answer, cancel } = useStatement();
  const tables = useEngineQuery('sql.tables', {});
  const editor = useRef<CodeFieldHandle>(null);
  const messageId = useId();
  const isRunning = answer.state === 'running';
  const problem = answer.state === 'failed' ? answer : null;
  // As soon as the statement is another one, the place means nothing.
  const place = problem?.sql === draft ? placeOf(draft, problem.error) : null;
  const problems = useMemo(() => (place === null ? [] : [place]), [place]);

  function run(): void {
    if (draft.trim() !== '') runSql(draft);
  }

  function choose(sql: string): void {
    if (editor.current === null) setSqlDraft(sql);
    else editor.current.replace(sql);
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      run();
    } else if (event.key === 'Escape' && isRunning) {
      event.preventDefault();
      cancel();
    }
  }

  return (
    <div className="sql" onKeyDown={onKeyDown}>
      <header className="sql__header" data-pane="tabs">
        <h1>SQL</h1>
        <span className="text-2 ellipsis">One statement that reads; instants are UTC.</span>
        <span className="panel-header__space" />
        <StatementMenus onChoose={choose} />
      </header>
      <div className="sql__body">
        <aside className="sql__side" aria-label="Tables of the workspace">
          {tables.data !== null && (
            <TablesTree tables={tables.data} onInsert={(name) => editor.current?.insert(name)} />
          )}
          {tables.error !== null && (
            <ErrorNote title="The tables could not be listed" error={tables.error} onRetry={tables.retry} />
          )}
        </aside>
        <div className="sql__main">
          <div className="sql__editor">
            <CodeField
              ref={editor}
              label="Statement"
              text={draft}
              onChange={setSqlDraft}
              problems={problems}
              describedBy={problem === null ? undefined : messageId}
            />
          </div>
          <div className="sql__bar">
            {isRunning ? (
              <Button size="small" icon={<X />} shortcut="Esc" onClick={cancel}>
                Cancel
              </Button>
            ) : (
              <Button
                size="small"
                variant="primary"
                icon={<Play />}
                shortcut="Mod+Enter"
                disabled={draft.trim() === ''}
                onClick={run}
              >
                Run
              </Button>
            )}
          </div>
          <div className="sql__answer">
            <AnswerPanel
              id={messageId}
              answer={answer}
              place={place}
              onGoTo={() => place !== null && editor.current?.goTo(place)}
              onChoose={choose}
            />
          </div>
        </div>
      </div>
    </div>
  );
}
