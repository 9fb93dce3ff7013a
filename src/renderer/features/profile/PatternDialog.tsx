import { useState, type ReactNode, type SyntheticEvent } from 'react';
import { toWireError } from '#shared/contract/errors.ts';
import {
  compileFunctionPattern,
  MAX_PATTERN_CHARS,
  type FunctionMatch,
  type ProfileTransform,
} from '#shared/model/profile.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Segmented } from '../../ui/Segmented.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { transformOf, transformSentence, type MatchedKind } from './transform-words.ts';

interface PatternDialogProps {
  readonly onAdd: (transform: ProfileTransform) => void;
  readonly onClose: () => void;
}

const kinds: readonly { readonly value: MatchedKind; readonly label: string }[] = [
  { value: 'focus', label: 'Focus' },
  { value: 'hide', label: 'Hide' },
  { value: 'drop', label: 'Drop' },
  { value: 'collapse', label: 'Collapse' },
  { value: 'collapse-library', label: 'Library' },
];

/** A transform of all functions that match a pattern, or that are of a module. */
export function PatternDialog({ onAdd, onClose }: PatternDialogProps): ReactNode {
  const [kind, setKind] = useState<MatchedKind>('hide');
  const [by, setBy] = useState<'pattern' | 'module'>('pattern');
  const [typed, setTyped] = useState('');
  const problem = by === 'pattern' && typed !== '' ? patternProblem(typed) : null;
  const usable = typed !== '' && problem === null;
  const match: FunctionMatch = by === 'module' ? { by, module: typed } : { by, pattern: typed };

  function add(event: SyntheticEvent): void {
    event.preventDefault();
    if (!usable) return;
    onAdd(transformOf(kind, match));
    onClose();
  }

  return (
    <Dialog
      open
      onClose={onClose}
      title="Add a transform"
      size="small"
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" disabled={!usable} onClick={add}>
            Add
          </Button>
        </>
      }
    >
      <form className="profile-form" onSubmit={add}>
        <Segmented label="What is done" value={kind} options={kinds} onChange={setKind} />
        <Segmented
          label="Functions by"
          value={by}
          options={[
            { value: 'pattern', label: 'Regular expression' },
            { value: 'module', label: 'Module' },
          ]}
          onChange={setBy}
        />
        <TextField
          label={by === 'pattern' ? 'Pattern' : 'Module'}
          placeholder={by === 'pattern' ? '^node:internal/' : 'libc.so.6'}
          maxLength={MAX_PATTERN_CHARS}
          value={typed}
          problem={problem}
          onChange={setTyped}
          autoFocus
        />
        <p className="text-2 small" role="status">
          {problem ??
            (typed === ''
              ? 'Found in names, files and modules.'
              : transformSentence(transformOf(kind, match)))}
        </p>
      </form>
    </Dialog>
  );
}

function patternProblem(pattern: string): string | null {
  try {
    compileFunctionPattern(pattern);
    return null;
  } catch (error) {
    return toWireError(error).message;
  }
}
