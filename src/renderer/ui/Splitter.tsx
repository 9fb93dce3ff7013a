import './splitter.css';
import { useRef, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';

const STEP = 16;

interface SplitterProps {
  readonly label: string;
  /** Width of the part before it, in px. */
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly onChange: (value: number) => void;
  readonly onReset: () => void;
}

/** A border that can be moved, with the pointer or with the arrow keys; double click gives the first width again. */
export function Splitter({ label, value, min, max, onChange, onReset }: SplitterProps): ReactNode {
  const drag = useRef<{ readonly x: number; readonly value: number } | null>(null);

  function press(event: PointerEvent): void {
    drag.current = { x: event.clientX, value };
    event.currentTarget.setPointerCapture(event.pointerId);
  }

  function move(event: PointerEvent): void {
    if (drag.current !== null) onChange(drag.current.value + event.clientX - drag.current.x);
  }

  function key(event: KeyboardEvent): void {
    const step = event.key === 'ArrowRight' ? STEP : event.key === 'ArrowLeft' ? -STEP : 0;
    if (step !== 0) onChange(value + step);
    else if (event.key === 'Enter') onReset();
  }

  return (
    <div
      className="splitter"
      role="separator"
      aria-orientation="vertical"
      aria-label={label}
      aria-valuenow={value}
      aria-valuemin={min}
      aria-valuemax={max}
      tabIndex={0}
      onPointerDown={press}
      onPointerMove={move}
      onLostPointerCapture={() => {
        drag.current = null;
      }}
      onKeyDown={key}
      onDoubleClick={onReset}
    />
  );
}
