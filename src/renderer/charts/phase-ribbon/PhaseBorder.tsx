import { useRef, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import type { TimeSpan } from '#shared/model/filter.ts';
import { formatElapsed } from '../../ui/duration-format.ts';
import { ribbonTime, snapToGrid, type RibbonScale } from './ribbon-geometry.ts';

/** How borders of a ribbon move. `index` is the position of the phase that ends there. */
export interface BorderMoves {
  /** Null: it cannot be moved. */
  readonly limitsOf: (index: number) => TimeSpan | null;
  /** Called over and over while it moves: under the pointer (`held`) or step by step. */
  readonly onMove: (index: number, toMs: number, held: boolean) => void;
  /** It rests; `false`: it goes back to where it was. */
  readonly onDone: (keep: boolean) => boolean;
}

interface PhaseBorderProps extends BorderMoves {
  readonly index: number;
  readonly atMs: number;
  /** Px from the left edge of the ribbon. */
  readonly x: number;
  readonly name: string;
  readonly scale: RibbonScale;
}

const STEP_MS = 1000;
const LONG_STEP_MS = 10_000;

/** The handle between two phases: a slider over time. */
export function PhaseBorder(props: PhaseBorderProps): ReactNode {
  const { index, atMs, x, name, scale, limitsOf, onMove, onDone } = props;
  const dragged = useRef<'no' | 'pressed' | 'moved'>('no');
  const limits = limitsOf(index);
  if (limits === null) return null;

  function onPointerDown(event: PointerEvent<HTMLDivElement>): void {
    if (event.button !== 0) return;
    event.stopPropagation();
    event.currentTarget.setPointerCapture(event.pointerId);
    dragged.current = 'pressed';
  }

  function onPointerMove(event: PointerEvent<HTMLDivElement>): void {
    if (dragged.current === 'no') return;
    dragged.current = 'moved';
    const edge = event.currentTarget.parentElement?.getBoundingClientRect().left ?? 0;
    onMove(index, snapToGrid(ribbonTime(scale, event.clientX - edge + scale.left), scale), true);
  }

  function onPointerUp(): void {
    if (dragged.current === 'moved') onDone(true);
    dragged.current = 'no';
  }

  function onKeyDown(event: KeyboardEvent<HTMLDivElement>): void {
    if (event.altKey) return;
    if (event.ctrlKey || event.metaKey) {
      // A step back while keys still move the border takes back that movement, which is no step of its own yet.
      if (event.key.toLowerCase() !== 'z' || event.shiftKey || !onDone(false)) return;
    } else if (event.key === 'Escape') {
      dragged.current = 'no';
      onDone(false);
    } else {
      const towards = directionOf(event.key);
      if (towards === 0) return;
      onMove(index, atMs + towards * (event.shiftKey ? LONG_STEP_MS : STEP_MS), false);
    }
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <div
      className="phase-ribbon__border"
      role="slider"
      tabIndex={0}
      aria-label={name}
      aria-orientation="horizontal"
      aria-valuemin={limits.fromMs / 1000}
      aria-valuemax={limits.toMs / 1000}
      aria-valuenow={atMs / 1000}
      aria-valuetext={formatElapsed(atMs, atMs % 1000 === 0 ? 1000 : 100)}
      aria-keyshortcuts="ArrowLeft ArrowRight Shift+ArrowLeft Shift+ArrowRight Escape"
      style={{ left: x }}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onPointerCancel={() => {
        dragged.current = 'no';
        onDone(false);
      }}
      onBlur={() => onDone(true)}
      onKeyDown={onKeyDown}
    />
  );
}

function directionOf(key: string): -1 | 0 | 1 {
  if (key === 'ArrowLeft' || key === 'ArrowDown') return -1;
  return key === 'ArrowRight' || key === 'ArrowUp' ? 1 : 0;
}
