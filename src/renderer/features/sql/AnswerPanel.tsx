import { useEffect, useState, type ReactNode } from 'react';
import type { WireError } from '#shared/contract/errors.ts';
import { Button } from '../../ui/Button.tsx';
import type { TextPlace } from '../../ui/code-field/text-places.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { ProgressLine } from '../../ui/ProgressLine.tsx';
import { timeWords } from './answer-words.ts';
import { exampleStatements } from './example-statements.ts';
import { ResultPanel } from './ResultPanel.tsx';
import type { StatementAnswer } from './use-statement.ts';

const TICK_MS = 100;
const SHOWN_EXAMPLES = 4;

interface AnswerPanelProps {
  /** What the editor is described by. */
  readonly id: string;
  readonly answer: StatementAnswer;
  /** Of the error, in the statement as it stands in the editor. */
  readonly place: TextPlace | null;
  readonly onGoTo: () => void;
  readonly onChoose: (sql: string) => void;
}

/** What came of the statement: rows, an error with its place, or how long it has been running. */
export function AnswerPanel({ id, answer, place, onGoTo, onChoose }: AnswerPanelProps): ReactNode {
  switch (answer.state) {
    case 'none':
      return <Beginning onChoose={onChoose} />;
    case 'running':
      return <Running key={answer.sinceMs} sinceMs={answer.sinceMs} />;
    case 'cancelled':
      return <EmptyState title="The statement was cancelled.">Nothing was changed.</EmptyState>;
    case 'failed':
      return <Failed id={id} error={answer.error} place={place} onGoTo={onGoTo} />;
    case 'answered':
      return <ResultPanel key={answer.sql} sql={answer.sql} result={answer.result} />;
  }
}

function Beginning({ onChoose }: { readonly onChoose: (sql: string) => void }): ReactNode {
  return (
    <div className="sql__message">
      <EmptyState
        title="Ask the tables of this workspace"
        actions={exampleStatements.slice(0, SHOWN_EXAMPLES).map(({ title, sql }) => (
          <Button key={title} size="small" onClick={() => onChoose(sql)}>
            {title}
          </Button>
        ))}
      >
        Type a statement, or begin with one of these. Nothing that is run here can change the workspace, or
        read or write a file.
      </EmptyState>
    </div>
  );
}

function Running({ sinceMs }: { readonly sinceMs: number }): ReactNode {
  const [now, setNow] = useState(sinceMs);
  useEffect(() => {
    const timer = setInterval(() => setNow(performance.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return (
    <div className="sql__message">
      <ProgressLine label="The statement is running" value={null} thickness={2} />
      <p className="text-2">Running for {timeWords(Math.max(0, Math.round((now - sinceMs) / 100) * 100))}</p>
    </div>
  );
}

interface FailedProps {
  readonly id: string;
  readonly error: WireError;
  readonly place: TextPlace | null;
  readonly onGoTo: () => void;
}

function Failed({ id, error, place, onGoTo }: FailedProps): ReactNode {
  return (
    <div className="sql__message" id={id}>
      <ErrorNote
        title={
          place === null
            ? 'The statement could not be run'
            : `The statement could not be run: line ${place.line}, column ${place.column}`
        }
        error={error}
        actions={
          place !== null && (
            <Button size="small" onClick={onGoTo}>
              Show the place
            </Button>
          )
        }
      />
    </div>
  );
}
