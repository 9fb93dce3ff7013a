import '../time-plot/time-plot.css';
import './flame.css';
import {
  useCallback,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type MouseEvent,
  type PointerEvent,
  type ReactNode,
  type Ref,
} from 'react';
import { classes } from '../../ui/class-names.ts';
import type { ChartHandle } from '../chart-handle.ts';
import { CanvasHost, type CanvasHostHandle } from '../canvas-host/CanvasHost.tsx';
import { useViewport } from '../canvas-host/use-viewport.tsx';
import { ChartTooltip } from '../ChartTooltip.tsx';
import { drawFlame, drawFlameMarks, type FlameContent } from './draw-flame.ts';
import { FlameScratch } from './flame-scratch.ts';
import { NO_NODE, parentOf, ROOT, type FlameGeometry } from './flame-geometry.ts';
import { dragged, isMove, partZoomed, wheeled, zoomedByKey, type Press } from './flame-gestures.ts';
import {
  isWhole,
  revealed,
  scrolledTo,
  wholeView,
  zoomedTo,
  type FlameFrame,
  type FlameView,
  type Orientation,
} from './flame-view.ts';
import { stepOfKey, walk } from './flame-walk.ts';
import { useFramePalette } from './use-frame-palette.tsx';
import { nodeAt } from './visible-boxes.ts';

export interface FlameTooltip {
  readonly title: string;
  readonly note: string | null;
  readonly rows: readonly { readonly name: string; readonly value: string }[];
  readonly foot?: string | null;
}

export interface FlameHandle extends ChartHandle {
  readonly focus: () => void;
  /** Shows a box as wide as the picture. */
  readonly zoomTo: (node: number) => void;
  /** Moves the picture as far as the box needs to be seen. */
  readonly reveal: (node: number) => void;
}

interface FlameChartProps {
  /** Says what the picture shows. */
  readonly label: string;
  readonly geometry: FlameGeometry;
  /** Another value means another picture: it is shown as a whole. Left out: the geometry itself. */
  readonly viewKey?: unknown;
  /** Stable while boxes look the same. */
  readonly content: FlameContent;
  readonly orientation: Orientation;
  readonly selected: number;
  readonly onSelect: (node: number) => void;
  /** Enter and double click; absent: the box is zoomed into. */
  readonly onOpen?: ((node: number) => void) | undefined;
  readonly tooltipOf: (node: number) => FlameTooltip;
  /** The selected box in words, for those who hear it. */
  readonly announce: (node: number) => string;
  /** Told what is in view, whenever it changes. */
  readonly onView?: ((view: FlameView) => void) | undefined;
  readonly ref?: Ref<FlameHandle>;
}

const ROW_LOW = 18;
const ROW_HIGH = 20;
const KEYS = 'ArrowUp ArrowDown ArrowLeft ArrowRight Home End Enter Backspace + - 0';

/**
 * Boxes on a canvas: only the part in view is drawn. Wheel zooms, drag moves, Shift and drag zooms into a part, double click
 * and Enter zoom into a box, Backspace goes back; arrows walk along the boxes.
 */
export function FlameChart({
  label,
  geometry,
  viewKey,
  content,
  orientation,
  selected,
  onSelect,
  onOpen,
  tooltipOf,
  announce,
  onView,
  ref,
}: FlameChartProps): ReactNode {
  const host = useRef<HTMLDivElement>(null);
  const canvas = useRef<CanvasHostHandle>(null);
  const palette = useFramePalette();
  const [scratch] = useState(() => new FlameScratch());
  const viewport = useViewport(host);
  const key = viewKey ?? geometry;
  const [shown, setShown] = useState({ key, view: wholeView(geometry), zoomed: ROOT });
  const [hovered, setHovered] = useState<{
    readonly node: number;
    readonly x: number;
    readonly y: number;
  } | null>(null);
  const [grabbed, setGrabbed] = useState(false);
  const press = useRef<Press | null>(null);
  const part = useRef<readonly [number, number] | null>(null);

  const current = shown.key === key ? shown : { key, view: wholeView(geometry), zoomed: ROOT };
  const frame = useMemo<FlameFrame>(
    () => ({
      width: viewport.width,
      height: viewport.height,
      rowHeight: viewport.height >= 420 ? ROW_HIGH : ROW_LOW,
      orientation,
    }),
    [viewport, orientation],
  );
  // Another size or orientation may leave no rows in view.
  const view = scrolledTo(current.view, geometry, frame, current.view.scrolledPx);
  const scene = useMemo(() => ({ geometry, view, frame, content }), [geometry, view, frame, content]);
  const latest = useRef({ scene, zoomed: current.zoomed, key });
  useLayoutEffect(() => {
    latest.current = { scene, zoomed: current.zoomed, key };
  });

  const show = useCallback(
    (next: FlameView, zoomed: number = NO_NODE) => {
      const now = latest.current;
      // Several events may come before the next rendering: each goes on from where the one before led.
      latest.current = { ...now, scene: { ...now.scene, view: next }, zoomed };
      setShown({ key: now.key, view: next, zoomed });
      onView?.(next);
    },
    [onView],
  );

  const zoomTo = useCallback(
    (node: number) => {
      const now = latest.current.scene;
      show(zoomedTo(now.view, now.geometry, node), node);
    },
    [show],
  );
  const reveal = useCallback(
    (node: number) => {
      const now = latest.current.scene;
      const next = revealed(now.view, now.geometry, now.frame, node);
      if (next !== now.view) show(next, latest.current.zoomed);
    },
    [show],
  );

  useImperativeHandle(
    ref,
    () => ({
      focus: () => host.current?.focus(),
      zoomTo,
      reveal,
      snapshot: () => canvas.current?.snapshot(palette.background) ?? null,
      svg: () => canvas.current?.svg(palette.background) ?? null,
    }),
    [palette, zoomTo, reveal],
  );

  const paintPicture = useCallback(
    (context: CanvasRenderingContext2D) => void drawFlame(context, palette, scene, scratch),
    [palette, scene, scratch],
  );
  const hoveredNode = hovered?.node ?? NO_NODE;
  const paintOverlay = useCallback(
    (context: CanvasRenderingContext2D) =>
      drawFlameMarks(context, palette, scene, { selected, hovered: hoveredNode, part: part.current }),
    [palette, scene, selected, hoveredNode],
  );

  useWheel(host, latest, show);

  function pointOf(event: PointerEvent | MouseEvent): { readonly x: number; readonly y: number } {
    const box = host.current?.getBoundingClientRect();
    return { x: event.clientX - (box?.left ?? 0), y: event.clientY - (box?.top ?? 0) };
  }

  function nodeUnder(event: PointerEvent | MouseEvent): number {
    return nodeAt(geometry, view, frame, pointOf(event));
  }

  function onPointerDown(event: PointerEvent<HTMLDivElement>): void {
    const { x, y } = pointOf(event);
    if (event.button === 2) {
      // What the menu is about must be selected before it opens.
      const node = nodeUnder(event);
      if (node !== NO_NODE) onSelect(node);
      return;
    }
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    press.current = { x, y, view, choosesPart: event.shiftKey, moved: false };
  }

  function onPointerMove(event: PointerEvent<HTMLDivElement>): void {
    const { x, y } = pointOf(event);
    const now = press.current;
    if (now === null) {
      const node = nodeAt(geometry, view, frame, { x, y });
      setHovered(node === NO_NODE ? null : { node, x, y });
      return;
    }
    if (!isMove(now, x, y)) return;
    press.current = { ...now, moved: true };
    setHovered(null);
    if (now.choosesPart) {
      part.current = [now.x, x];
      canvas.current?.repaintOverlay();
    } else {
      setGrabbed(true);
      show(dragged(now, geometry, frame, x, y), latest.current.zoomed);
    }
  }

  function onPointerUp(event: PointerEvent<HTMLDivElement>): void {
    const now = press.current;
    press.current = null;
    setGrabbed(false);
    if (now === null) return;
    part.current = null;
    if (!now.moved) onSelect(nodeUnder(event));
    else if (now.choosesPart) show(partZoomed(now, geometry, frame, pointOf(event).x));
  }

  function open(node: number): void {
    if (node === NO_NODE) return;
    if (onOpen === undefined) zoomTo(node);
    else onOpen(node);
  }

  /** To what is above the box that fills the picture; a part that is no box is left altogether. */
  function zoomOut(): void {
    const above = current.zoomed >= 0 ? parentOf(geometry, current.zoomed) : NO_NODE;
    if (above >= 0) zoomTo(above);
    else show({ ...wholeView(geometry), scrolledPx: view.scrolledPx }, ROOT);
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = stepOfKey(event.key, orientation);
    const zoomed = zoomedByKey(view, geometry, event.key);
    if (step !== null) {
      const next = walk(geometry, selected, step);
      onSelect(next);
      if (next !== NO_NODE) reveal(next);
    } else if (zoomed !== null) show(zoomed);
    else if (event.key === 'Enter' && selected !== NO_NODE) open(selected);
    else if (event.key === 'Backspace' && !isWhole(view, geometry)) zoomOut();
    else if (event.key === 'Escape' && selected !== NO_NODE) onSelect(NO_NODE);
    else return;
    event.preventDefault();
  }

  return (
    <div
      ref={host}
      className={classes('flame', grabbed && 'is-grabbed')}
      role="application"
      aria-roledescription="flame graph"
      aria-label={label}
      aria-keyshortcuts={KEYS}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onPointerCancel={() => {
        press.current = null;
        part.current = null;
        setGrabbed(false);
      }}
      onPointerLeave={() => setHovered(null)}
      onDoubleClick={(event) => open(nodeUnder(event))}
    >
      <CanvasHost
        ref={canvas}
        viewport={viewport}
        label={label}
        paintPicture={paintPicture}
        paintOverlay={paintOverlay}
      />
      <span className="visually-hidden" role="status">
        {selected === NO_NODE ? '' : announce(selected)}
      </span>
      {hovered !== null && !grabbed && <Tooltip at={hovered} tooltip={tooltipOf(hovered.node)} />}
    </div>
  );
}

function Tooltip({
  at,
  tooltip,
}: {
  readonly at: { readonly x: number; readonly y: number };
  readonly tooltip: FlameTooltip;
}): ReactNode {
  const { title, note, rows, foot } = tooltip;
  return <ChartTooltip anchor={at} title={title} note={note} rows={rows} foot={foot ?? null} />;
}

/** Not a handler of React: those cannot keep the page from scrolling or zooming. */
function useWheel(
  host: { readonly current: HTMLElement | null },
  latest: {
    readonly current: { readonly scene: { geometry: FlameGeometry; view: FlameView; frame: FlameFrame } };
  },
  show: (view: FlameView) => void,
): void {
  useEffect(() => {
    const element = host.current;
    if (element === null) return undefined;
    const onWheel = (event: WheelEvent): void => {
      event.preventDefault();
      const { geometry, view, frame } = latest.current.scene;
      const x = event.clientX - element.getBoundingClientRect().left;
      const { deltaX, deltaY, shiftKey } = event;
      show(wheeled(view, geometry, frame, { x, deltaX, deltaY, shiftKey }));
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [host, latest, show]);
}
