import { useCallback, useEffect, useMemo, useRef, useState, type ReactNode, type Ref } from 'react';
import type { ProfileInfo, ProfileSelection, ProfileTimeOrder } from '#shared/model/profile.ts';
import type { TimeSpan } from '#shared/model/filter.ts';
import { FlameChart, type FlameHandle, type FlameTooltip } from '../../charts/flame/FlameChart.tsx';
import { boxAt, NO_NODE, pathTo, rowOf, timeGeometry } from '../../charts/flame/flame-geometry.ts';
import type { FlameView, Orientation } from '../../charts/flame/flame-view.ts';
import type { FramePalette } from '../../charts/flame/frame-colours.ts';
import type { FrameGroups } from '../../charts/flame/frame-group.ts';
import { useEngineQuery } from '../../data/use-query.ts';
import { QueryBody } from '../../panels/query-body/QueryBody.tsx';
import { ContextMenu } from '../../ui/ContextMenu.tsx';
import { formatDurationWithUnit, formatElapsed } from '../../ui/duration-format.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { frameMenu, type FrameActions } from './frame-menu.tsx';
import { functionName, functionPosition } from './function-words.ts';
import { useFlameContent } from './use-flame-content.ts';
import { useFunctionSearch } from './use-function-search.ts';

interface TimeOrderPaneProps {
  readonly info: ProfileInfo;
  readonly selection: ProfileSelection;
  readonly thread: number;
  /** All of the time that may be looked at. */
  readonly span: TimeSpan;
  readonly orientation: Orientation;
  readonly groups: FrameGroups;
  readonly palette: FramePalette;
  readonly search: string;
  readonly colour: 'module' | 'search';
  readonly litColour: number | null;
  readonly onChoose: (order: ProfileTimeOrder, row: number) => void;
  readonly actions: FrameActions;
  /** Shows a box as wide as the picture. */
  readonly onZoom: (node: number) => void;
  readonly chart: { readonly current: FlameHandle | null } & Ref<FlameHandle>;
}

/** Finer boxes are asked for once the picture rests. */
const REST_MS = 150;
/** Boxes are asked for across this many pixels for what is in view, and half as much again to both sides. */
const COLUMNS = 4000;

/** One thread's calls from left to right as they were made. */
export function TimeOrderPane(props: TimeOrderPaneProps): ReactNode {
  const { selection, thread, span } = props;
  const [window, setWindow] = useState<TimeSpan>(span);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const answer = useEngineQuery('profiles.timeOrder', {
    selection: { ...selection, threads: null, fromMs: null, toMs: null },
    thread,
    fromMs: window.fromMs,
    toMs: window.toMs,
    columns: COLUMNS,
  });
  const onView = useCallback(
    ({ from, to }: FlameView) => {
      clearTimeout(timer.current);
      timer.current = setTimeout(() => setWindow(windowAround(from, to, span)), REST_MS);
    },
    [span],
  );
  return (
    <QueryBody
      subject="The order of time"
      loading={answer.status === 'loading'}
      error={answer.error}
      onRetry={answer.retry}
    >
      {answer.data === null ? null : answer.data.count === 0 ? (
        <EmptyState title="Nothing ran in this thread and time">
          Choose another thread, or more time.
        </EmptyState>
      ) : (
        <Picture {...props} order={answer.data} onView={onView} />
      )}
    </QueryBody>
  );
}

function windowAround(from: number, to: number, span: TimeSpan): TimeSpan {
  const half = (to - from) / 2;
  return { fromMs: Math.max(span.fromMs, from - half), toMs: Math.min(span.toMs, to + half) };
}

function Picture({
  order,
  onView,
  ...props
}: TimeOrderPaneProps & {
  readonly order: ProfileTimeOrder;
  readonly onView: (view: FlameView) => void;
}): ReactNode {
  const { span, thread, info, actions, onZoom, chart, onChoose } = props;
  const { functions } = order;
  const geometry = useMemo(() => timeGeometry(order, span.fromMs, span.toMs), [order, span]);
  const { matches } = useFunctionSearch(props.search, functions);
  // Boxes come anew with every zoom: what is selected is known by its place.
  const [place, setPlace] = useState<{ readonly row: number; readonly ms: number } | null>(null);
  const selected = place === null ? NO_NODE : boxAt(geometry, place.row, place.ms);
  const durationOf = useCallback(
    (node: number) => (node < 0 ? '' : formatDurationWithUnit(order.toMs[node]! - order.fromMs[node]!, 1e-6)),
    [order],
  );
  const nameOf = useCallback(
    (node: number) =>
      order.merged[node] === 1 ? '(several calls)' : functionName(functions, order.function[node]!),
    [order, functions],
  );
  const content = useFlameContent({
    functions,
    geometry,
    groups: props.groups,
    palette: props.palette,
    matches,
    colour: props.colour,
    rootName: '',
    figureOf: durationOf,
    nameOf,
    litColour: props.litColour,
  });
  const tooltipOf = useCallback(
    (node: number): FlameTooltip => {
      const row = order.function[node]!;
      return {
        title: nameOf(node),
        note: null,
        rows: [
          { name: 'Duration', value: durationOf(node) },
          { name: 'Begins at', value: formatElapsed(order.fromMs[node]!, 0.1) },
        ],
        foot:
          order.merged[node] === 1 ? 'Zoom in to tell them apart' : functionPosition(functions, row) || null,
      };
    },
    [order, functions, nameOf, durationOf],
  );
  const announce = useCallback(
    (node: number) =>
      node < 0 ? '' : `${nameOf(node)}, ${durationOf(node)}, at ${formatElapsed(order.fromMs[node]!, 0.1)}`,
    [order, nameOf, durationOf],
  );

  function select(node: number): void {
    if (node < 0) {
      setPlace(null);
      return;
    }
    setPlace({ row: rowOf(geometry, node), ms: (order.fromMs[node]! + order.toMs[node]!) / 2 });
    onChoose(order, order.function[node]!);
  }

  const entries = useMemo(
    () =>
      selected < 0
        ? []
        : frameMenu(
            {
              functions,
              row: order.function[selected]!,
              stack: pathTo(geometry, selected).map((node) => order.function[node]!),
              onZoom: () => onZoom(selected),
            },
            actions,
          ),
    [functions, order, geometry, selected, actions, onZoom],
  );
  return (
    <ContextMenu entries={entries}>
      <div className="profile__flame">
        <FlameChart
          ref={chart}
          label={`Calls of ${info.threads[thread]?.name ?? 'the thread'} in the order of time`}
          geometry={geometry}
          viewKey={`${thread} ${span.fromMs} ${span.toMs}`}
          content={content}
          orientation={props.orientation}
          selected={selected}
          onSelect={select}
          tooltipOf={tooltipOf}
          announce={announce}
          onView={onView}
        />
      </div>
    </ContextMenu>
  );
}
