import './merge-note.css';
import { Merge } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '../../ui/Button.tsx';
import type { MergeSuggestion } from './merge-suggestion.ts';

interface MergeNoteProps {
  readonly suggestion: MergeSuggestion;
  readonly onMerge: (runIds: readonly number[]) => void;
  readonly onDecline: () => void;
}

/** Asks quietly whether runs are parts of one; nothing happens without an answer. */
export function MergeNote({ suggestion, onMerge, onDecline }: MergeNoteProps): ReactNode {
  const { kept, added } = suggestion;
  const names = added.map((run) => run.name);
  const last = names.pop() ?? '';
  const subject = names.length === 0 ? last : `${names.join(', ')} and ${last}`;
  return (
    <div className="merge-note" role="note" aria-label="Parts of one run?">
      <Merge />
      <span className="ellipsis">
        {added.length === 1 ? 'Is' : 'Are'} {subject} part of <b>{kept.name}</b>? They were recorded at the
        same time.
      </span>
      <Button size="small" onClick={() => onMerge([kept.id, ...added.map((run) => run.id)])}>
        Merge…
      </Button>
      <Button size="small" variant="ghost" onClick={onDecline}>
        Keep apart
      </Button>
    </div>
  );
}
