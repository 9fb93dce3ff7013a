import { ChevronDown, ChevronUp, Search } from 'lucide-react';
import { useRef, type ReactNode } from 'react';
import { classes } from '../../ui/class-names.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { TextField } from '../../ui/TextField.tsx';

interface SearchFieldProps {
  readonly typed: string;
  readonly problem: string | null;
  /** How much was found; empty while nothing is searched. */
  readonly found: string;
  readonly onTyped: (typed: string) => void;
  readonly onStep: (step: 1 | -1) => void;
  /** Escape in an empty field, and Enter with Ctrl: back to the picture. */
  readonly onLeave: () => void;
}

/** Finds functions by a text or a /regular expression/, and goes from one box to the next. */
export function SearchField({
  typed,
  problem,
  found,
  onTyped,
  onStep,
  onLeave,
}: SearchFieldProps): ReactNode {
  const field = useRef<HTMLInputElement>(null);
  return (
    <span className={classes('profile__search', typed !== '' && 'is-typed')} role="search">
      <TextField
        ref={field}
        label="Search functions"
        placeholder="Search or /regex/"
        size="small"
        icon={<Search />}
        clearable
        value={typed}
        problem={problem}
        onChange={onTyped}
        onKeyDown={(event) => {
          if (event.key === 'Enter') onStep(event.shiftKey ? -1 : 1);
          else if (event.key === 'Escape' && typed !== '') onTyped('');
          else if (event.key === 'Escape' || event.key === 'ArrowDown') onLeave();
          else return;
          event.preventDefault();
          event.stopPropagation();
        }}
      />
      <span className="profile__found figure" role="status">
        {problem === null ? found : 'not a regular expression'}
      </span>
      {typed !== '' && problem === null && (
        <>
          <IconButton label="Previous match" shortcut="Shift+N" onClick={() => onStep(-1)}>
            <ChevronUp />
          </IconButton>
          <IconButton label="Next match" shortcut="N" onClick={() => onStep(1)}>
            <ChevronDown />
          </IconButton>
        </>
      )}
    </span>
  );
}
