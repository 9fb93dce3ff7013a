import { useState, type ReactNode } from 'react';
import { useStore } from 'zustand';
import { AlertDialog } from '../ui/AlertDialog.tsx';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { TextField } from '../ui/TextField.tsx';
import type { Question, SessionStore } from './session-store.ts';

/** The question that the window waits for, if any. */
export function QuestionDialog({ session }: { readonly session: SessionStore }): ReactNode {
  const question = useStore(session, (state) => state.question);
  if (question === null) return null;
  return question.kind === 'choice' ? (
    <ChoiceQuestion question={question} />
  ) : (
    <NameQuestion question={question} />
  );
}

function ChoiceQuestion({
  question,
}: {
  readonly question: Extract<Question, { readonly kind: 'choice' }>;
}): ReactNode {
  return (
    <AlertDialog
      open
      title={question.title}
      message={question.message}
      onCancel={() => question.answer(null)}
      actions={question.choices.map((choice) => (
        <Button
          key={choice.id}
          variant={choice.variant ?? 'default'}
          onClick={() => question.answer(choice.id)}
        >
          {choice.label}
        </Button>
      ))}
    />
  );
}

function NameQuestion({
  question,
}: {
  readonly question: Extract<Question, { readonly kind: 'name' }>;
}): ReactNode {
  const [name, setName] = useState(question.initial);
  const trimmed = name.trim();
  const problem = /[\\/:*?"<>|]/.test(trimmed) ? 'A file name cannot contain \\ / : * ? " < > |' : null;
  const usable = trimmed !== '' && problem === null;
  return (
    <Dialog
      open
      size="small"
      title={question.title}
      onClose={() => question.answer(null)}
      actions={
        <>
          <Button onClick={() => question.answer(null)}>Cancel</Button>
          <Button variant="primary" disabled={!usable} onClick={() => question.answer(trimmed)}>
            {question.confirm}
          </Button>
        </>
      }
    >
      <form
        className="name-question"
        onSubmit={(event) => {
          event.preventDefault();
          if (usable) question.answer(trimmed);
        }}
      >
        <p>{question.message}</p>
        <TextField label="Name" autoFocus value={name} onChange={setName} problem={problem} />
        {problem !== null && <p className="bad">{problem}</p>}
      </form>
    </Dialog>
  );
}
