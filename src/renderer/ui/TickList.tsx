import './tick-list.css';
import { useVirtualizer } from '@tanstack/react-virtual';
import { Check } from 'lucide-react';
import {
  useId,
  useImperativeHandle,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactNode,
  type Ref,
} from 'react';
import { classes } from './class-names.ts';

const ROW = 24;
const MAX_ROWS = 12;

export interface TickListHandle {
  readonly focus: () => void;
}

interface TickListProps {
  readonly label: string;
  readonly count: number;
  readonly keyAt: (index: number) => number | string;
  readonly nameAt: (index: number) => string;
  /** Said at the right in grey; empty for nothing. */
  readonly noteAt: (index: number) => string;
  readonly isTicked: (index: number) => boolean;
  readonly onToggle: (index: number) => void;
  /** Enter, double click, or the row's button: this one alone. */
  readonly onOnly: (index: number) => void;
  /** A click on the row, beside its box; without it the row ticks as well. */
  readonly onPick?: ((index: number) => void) | undefined;
  readonly ref?: Ref<TickListHandle>;
}

/** A long list of ticks that only renders what is in view. */
export function TickList(props: TickListProps): ReactNode {
  const { label, count, keyAt, nameAt, noteAt, isTicked, onToggle, onOnly, onPick = onToggle } = props;
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(0);
  // eslint-disable-next-line react-hooks/incompatible-library -- built without the React compiler
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 6,
    useFlushSync: false,
  });
  useImperativeHandle(props.ref, () => ({ focus: () => scroller.current?.focus() }), []);
  const at = Math.min(active, Math.max(0, count - 1));

  function move(to: number): void {
    const index = Math.min(Math.max(to, 0), count - 1);
    setActive(index);
    virtualizer.scrollToIndex(index);
  }

  function onKeyDown(event: KeyboardEvent): void {
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      Home: 0,
      End: count - 1,
      PageDown: at + 10,
      PageUp: at - 10,
    };
    const to = steps[event.key];
    if (to !== undefined) move(to);
    else if (event.key === ' ') onToggle(at);
    else if (event.key === 'Enter') onOnly(at);
    else return;
    event.preventDefault();
  }

  return (
    <div
      ref={scroller}
      className="tick-list"
      role="listbox"
      aria-label={label}
      aria-multiselectable="true"
      aria-activedescendant={count === 0 ? undefined : `${id}-${at}`}
      tabIndex={0}
      style={{ height: Math.min(count, MAX_ROWS) * ROW }}
      onKeyDown={onKeyDown}
    >
      <div style={{ position: 'relative', height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ index, start }) => (
          <div
            key={keyAt(index)}
            id={`${id}-${index}`}
            role="option"
            aria-selected={isTicked(index)}
            className={classes('tick-list__row', index === at && 'is-active')}
            style={{ transform: `translateY(${start}px)` }}
            onClick={() => {
              setActive(index);
              onPick(index);
            }}
          >
            <span
              className="tick-list__box"
              onClick={(event) => {
                event.stopPropagation();
                setActive(index);
                onToggle(index);
              }}
            >
              {isTicked(index) && <Check />}
            </span>
            <span className="tick-list__name" title={nameAt(index)}>
              {nameAt(index)}
            </span>
            <span className="tick-list__note">{noteAt(index)}</span>
            <button
              type="button"
              className="tick-list__only"
              tabIndex={-1}
              onClick={(event) => {
                event.stopPropagation();
                onOnly(index);
              }}
            >
              only
            </button>
          </div>
        ))}
      </div>
    </div>
  );
}
