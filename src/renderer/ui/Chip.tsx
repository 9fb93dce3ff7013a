import './chip.css';
import { X } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { classes } from './class-names.ts';

interface ChipProps {
  /** What is restricted: "Time". */
  readonly name: string;
  /** To what: "15:20–19:30", or "all". */
  readonly value: ReactNode;
  /** Chosen by the user (solid, accent) or the default (dashed). */
  readonly chosen: boolean;
  readonly onClear?: () => void;
  /** Puts the chip's button into what it opens, e.g. a popover; without it the chip only informs. */
  readonly opens?: (button: ReactElement) => ReactNode;
}

export function Chip({ name, value, chosen, onClear, opens }: ChipProps): ReactNode {
  const content = (
    <>
      <span className="chip__name">{name}</span>
      <span className="chip__value figure">{value}</span>
    </>
  );
  return (
    <span className={classes('chip', chosen && 'is-chosen')}>
      {opens === undefined ? (
        <span className="chip__main">{content}</span>
      ) : (
        opens(
          <button type="button" className="chip__main">
            {content}
          </button>,
        )
      )}
      {chosen && onClear !== undefined && (
        <button
          type="button"
          className="chip__clear"
          aria-label={`Clear ${name.toLowerCase()}`}
          onClick={onClear}
        >
          <X />
        </button>
      )}
    </span>
  );
}
