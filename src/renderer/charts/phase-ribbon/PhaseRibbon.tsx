import './phase-ribbon.css';
import { Pencil } from 'lucide-react';
import { useRef, useState, type KeyboardEvent, type MouseEvent, type ReactNode } from 'react';
import { phaseNames, type Phase, type PhaseKind } from '#shared/model/phases.ts';
import { classes } from '../../ui/class-names.ts';
import { ContextMenu } from '../../ui/ContextMenu.tsx';
import { formatElapsed, formatSpan } from '../../ui/duration-format.ts';
import type { MenuEntry } from '../../ui/menu-item.ts';
import { PhaseBorder, type BorderMoves } from './PhaseBorder.tsx';
import { ribbonBorders, ribbonBoxes, ribbonTime, type RibbonScale } from './ribbon-geometry.ts';

/** Where a menu was opened: on which phase, and at which time of it. */
export interface RibbonPlace {
  readonly index: number;
  readonly atMs: number;
}

interface PhaseRibbonProps extends Partial<BorderMoves> {
  readonly phases: readonly Phase[];
  readonly scale: RibbonScale;
  /** Px from the top of the chart that it lies on. */
  readonly top: number;
  /** Double click, or Enter on a phase; absent: phases only inform. */
  readonly onSelect?: (index: number) => void;
  /** What can be done to a phase; absent: nothing. */
  readonly menuOf?: (place: RibbonPlace) => readonly MenuEntry[];
}

/** Pencil of an edited phase, and the room that it takes. */
const PENCIL_PX = 16;

/** What the spans of a run are, above its time series: word, tint and pattern. Borders move where that is allowed. */
export function PhaseRibbon(props: PhaseRibbonProps): ReactNode {
  const { phases, scale, top, onSelect, menuOf, limitsOf, onMove, onDone } = props;
  const root = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(0);
  const [place, setPlace] = useState<RibbonPlace | null>(null);
  const boxes = ribbonBoxes(phases, scale);
  const borders = limitsOf === undefined ? [] : ribbonBorders(phases, scale);
  const reachable = boxes.some(({ index }) => index === active) ? active : (boxes[0]?.index ?? 0);

  function onKeyDown(event: KeyboardEvent, index: number): void {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (event.key === 'Enter' && onSelect !== undefined) onSelect(index);
    else if (event.key === 'ArrowRight' || event.key === 'ArrowLeft') {
      const to = index + (event.key === 'ArrowRight' ? 1 : -1);
      const neighbour = root.current?.querySelector<HTMLElement>(`[data-phase="${to}"]`);
      if (neighbour == null) return;
      setActive(to);
      neighbour.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  function onContextMenu(event: MouseEvent): void {
    const index = Number(
      (event.target as Element).closest('[data-phase]')?.getAttribute('data-phase') ?? NaN,
    );
    const phase = phases[index];
    if (phase === undefined) return;
    const edge = root.current?.getBoundingClientRect().left ?? 0;
    const atMs = ribbonTime(scale, event.clientX - edge + scale.left);
    // The keyboard's menu key points nowhere: the middle of the phase is meant.
    const isWithin = event.button === 2 || event.ctrlKey;
    const middle = (phase.fromMs + phase.toMs) / 2;
    setPlace({ index, atMs: isWithin && atMs > phase.fromMs && atMs < phase.toMs ? atMs : middle });
  }

  const ribbon = (
    <div
      ref={root}
      className="phase-ribbon"
      role="group"
      aria-label="Phases"
      style={{ left: scale.left, width: scale.right - scale.left, top }}
      onContextMenu={menuOf === undefined ? undefined : onContextMenu}
    >
      {boxes.map(({ index, left, width, word }) => {
        const phase = phases[index]!;
        return (
          <button
            key={index}
            type="button"
            data-phase={index}
            className={classes('phase-ribbon__phase', `is-${phase.kind}`, phase.edited && 'is-edited')}
            style={{ left: left - scale.left, width }}
            tabIndex={index === reachable ? 0 : -1}
            aria-label={describePhase(phase)}
            title={`${describePhase(phase)}\n${phase.reason}${onSelect === undefined ? '' : '\nDouble-click or Enter selects it.'}`}
            onFocus={() => setActive(index)}
            onDoubleClick={() => onSelect?.(index)}
            onKeyDown={(event) => onKeyDown(event, index)}
          >
            {phase.edited && width >= PENCIL_PX && <Pencil aria-hidden />}
            {phase.edited && width < PENCIL_PX + 24 ? '' : word}
          </button>
        );
      })}
      {onMove !== undefined &&
        onDone !== undefined &&
        limitsOf !== undefined &&
        borders.map(({ index, atMs, x }) => (
          <PhaseBorder
            key={index}
            index={index}
            atMs={atMs}
            x={x - scale.left}
            name={borderName(phases[index]?.kind, phases[index + 1]?.kind)}
            scale={scale}
            limitsOf={limitsOf}
            onMove={onMove}
            onDone={onDone}
          />
        ))}
    </div>
  );
  if (menuOf === undefined) return ribbon;
  return <ContextMenu entries={place === null ? [] : menuOf(place)}>{ribbon}</ContextMenu>;
}

/** `steady, 07:10 to 24:00, 16 m 50 s, edited`. */
export function describePhase({ kind, fromMs, toMs, edited }: Phase): string {
  const step = toMs - fromMs < 10_000 ? 100 : 1000;
  const span = `${formatElapsed(fromMs, step)} to ${formatElapsed(toMs, step)}`;
  return `${phaseNames[kind]}, ${span}, ${formatSpan(toMs - fromMs)}${edited ? ', edited' : ''}`;
}

function borderName(before: PhaseKind | undefined, after: PhaseKind | undefined): string {
  return before === undefined || after === undefined
    ? 'Border'
    : `Border between ${phaseNames[before]} and ${phaseNames[after]}`;
}
