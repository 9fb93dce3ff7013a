import './chip.css';
import { X } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { classes } from './class-names.ts';
import { Tooltip } from './Tooltip.tsx';

interface ChipProps {
  /** What is restricted: "Time". */
  readonly name: string;
  /** To what: "15:20–19:30", or "all". */
  readonly value: ReactNode;
  /** Chosen by the user (solid, accent) or the default (dashed). */
  readonly chosen: boolean;
  readonly onClear?: () => void;
  /** Why nothing can be chosen here; the chip stays where it is and says so. Null: it can. */
  readonly locked?: string | null;
  /** Puts the chip's button into what it opens, e.g. a popover; without it the chip only informs. */
  readonly opens?: (button: ReactElement) => ReactNode;
}

export function Chip({ name, value, chosen, onClear, locked = null, opens }: ChipProps): ReactNode {
  const content = (
    <>
      <span className="chip__name">{name}</span>
      <span className="chip__value figure">{value}</span>
    </>
  );
  return (
    <span className={classes('chip', chosen && 'is-chosen', locked !== null && 'is-locked')}>
      {locked !== null ? (
        <Locked reason={locked}>{content}</Locked>
      ) : opens === undefined ? (
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

/** Not `disabled`, which would take the reason away from the keyboard. */
function Locked({ reason, children }: { readonly reason: string; readonly children: ReactNode }): ReactNode {
  return (
    <Tooltip text={reason}>
      <button type="button" className="chip__main" aria-disabled="true" aria-description={reason}>
        {children}
      </button>
    </Tooltip>
  );
}
