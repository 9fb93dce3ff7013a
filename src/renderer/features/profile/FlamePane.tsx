import { useCallback, useMemo, type ReactNode, type Ref } from 'react';
import { FlameChart, type FlameHandle, type FlameTooltip } from '../../charts/flame/FlameChart.tsx';
import type { Orientation } from '../../charts/flame/flame-view.ts';
import type { FramePalette } from '../../charts/flame/frame-colours.ts';
import type { FrameGroups } from '../../charts/flame/frame-group.ts';
import type { FunctionMatches } from '../../charts/flame/function-search.ts';
import { ContextMenu } from '../../ui/ContextMenu.tsx';
import { numberFormat } from '../../ui/number-format.ts';
import type { FlameData } from './flame-data.ts';
import { stackRows } from './flame-data.ts';
import { frameMenu, type FrameActions } from './frame-menu.tsx';
import { functionName, functionPosition } from './function-words.ts';
import { useFlameContent } from './use-flame-content.ts';
import { shareOf, type WeightFormat } from './weight-format.ts';

interface FlamePaneProps {
  readonly label: string;
  readonly data: FlameData;
  readonly orientation: Orientation;
  readonly groups: FrameGroups;
  readonly palette: FramePalette;
  readonly format: WeightFormat;
  readonly matches: FunctionMatches | null;
  readonly colour: 'module' | 'search';
  readonly litColour: number | null;
  /** What self is called: in a tree of callers it is the weight without a caller above. */
  readonly selfName: string;
  readonly selected: number;
  readonly onSelect: (node: number) => void;
  readonly actions: FrameActions;
  /** Shows a box as wide as the picture. */
  readonly onZoom: (node: number) => void;
  readonly chart: { readonly current: FlameHandle | null } & Ref<FlameHandle>;
}

/** A tree of calls as boxes, with its menu. */
export function FlamePane(props: FlamePaneProps): ReactNode {
  const { label, data, format, selected, actions, onZoom, chart, selfName } = props;
  const { functions, nodes, geometry, total } = data;
  const rootName = 'all stacks';
  const figureOf = useCallback(
    (node: number) => (node < 0 ? format.withUnit(total) : format.brief(nodes.total[node]!)),
    [format, nodes, total],
  );
  const content = useFlameContent({
    functions,
    geometry,
    groups: props.groups,
    palette: props.palette,
    matches: props.matches,
    colour: props.colour,
    rootName,
    figureOf,
    litColour: props.litColour,
  });
  const tooltipOf = useCallback(
    (node: number): FlameTooltip => {
      if (node < 0)
        return { title: rootName, note: null, rows: [{ name: 'Total', value: format.withUnit(total) }] };
      const row = nodes.function[node]!;
      const position = functionPosition(functions, row);
      const line = (name: string, weight: number) => ({
        name,
        value: `${format.withUnit(weight)}${format.unit === '%' ? '' : `, ${numberFormat.percent(shareOf(weight, total))}`}`,
      });
      return {
        title: clipped(functionName(functions, row)),
        note: null,
        rows: [line('Total', nodes.total[node]!), line(selfName, nodes.self[node]!)],
        foot: position === '' ? null : clipped(position),
      };
    },
    [functions, nodes, format, total, selfName],
  );
  const announce = useCallback(
    (node: number): string => {
      if (node < 0) return `${rootName}, ${format.withUnit(total)}`;
      const share = numberFormat.percent(shareOf(nodes.total[node]!, total));
      return `${functionName(functions, nodes.function[node]!)}, ${format.withUnit(nodes.total[node]!)}, ${share}`;
    },
    [functions, nodes, format, total],
  );
  const entries = useMemo(
    () =>
      selected < 0
        ? []
        : frameMenu(
            {
              functions,
              row: nodes.function[selected]!,
              stack: stackRows({ nodes, geometry }, selected),
              onZoom: () => onZoom(selected),
            },
            actions,
          ),
    [functions, nodes, geometry, selected, actions, onZoom],
  );
  return (
    <ContextMenu entries={entries}>
      <div className="profile__flame">
        <FlameChart
          ref={chart}
          label={label}
          geometry={geometry}
          content={content}
          orientation={props.orientation}
          selected={selected}
          onSelect={props.onSelect}
          tooltipOf={tooltipOf}
          announce={announce}
        />
      </div>
    </ContextMenu>
  );
}

/** A tooltip is one line: names of templates would leave the window. */
function clipped(text: string): string {
  return text.length > 110 ? `${text.slice(0, 109)}…` : text;
}
