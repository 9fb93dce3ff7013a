import { useCallback, useMemo, type ReactNode, type Ref } from 'react';
import type { ProfileDifference } from '#shared/model/profile-difference.ts';
import { FlameChart, type FlameHandle, type FlameTooltip } from '../../../charts/flame/FlameChart.tsx';
import { pathTo, type FlameGeometry } from '../../../charts/flame/flame-geometry.ts';
import type { FramePalette } from '../../../charts/flame/frame-colours.ts';
import type { FunctionMatches } from '../../../charts/flame/function-search.ts';
import { ContextMenu } from '../../../ui/ContextMenu.tsx';
import { frameMenu, type FrameActions } from '../frame-menu.tsx';
import { functionName, functionPosition } from '../function-words.ts';
import { verdictNames, type ChangeFormat } from './difference-words.ts';
import { useDifferenceContent, verdictOf, type DifferenceKind } from './use-difference-content.ts';

export interface DifferencePaneProps {
  readonly label: string;
  readonly difference: ProfileDifference;
  readonly geometry: FlameGeometry;
  readonly format: ChangeFormat;
  readonly palette: FramePalette;
  readonly matches: FunctionMatches | null;
  readonly upright: boolean;
  /** The only boxes that are not dimmed; null: none is. */
  readonly lit: DifferenceKind | null;
  readonly selected: number;
  readonly onSelect: (node: number) => void;
  readonly actions: FrameActions;
  /** Shows a box as wide as the picture. */
  readonly onZoom: (node: number) => void;
  readonly chart: { readonly current: FlameHandle | null } & Ref<FlameHandle>;
}

/** A tree of both sides, coloured by what changed. */
export function DifferencePane(props: DifferencePaneProps): ReactNode {
  const { difference, geometry, format, palette, selected, actions, onZoom, chart } = props;
  const content = useDifferenceContent(difference, format, palette, props.matches, props.lit);
  const { nodes, functions, overall } = difference;
  const tooltipOf = useCallback(
    (node: number): FlameTooltip => {
      const side = (of: 'baseline' | 'candidate'): number =>
        node < 0 ? overall[of] : nodes.total[of][node]!;
      const verdict = verdictOf(difference, node);
      const interval =
        node < 0
          ? overall.ci95 === null
            ? ''
            : format.interval(...overall.ci95)
          : format.interval(nodes.low[node]!, nodes.high[node]!);
      return {
        title:
          node < 0 ? 'all stacks' : functionName(functions.functions, nodes.function[node]!).slice(0, 110),
        note: verdict === 'untested' ? 'not tested' : verdictNames[verdict],
        rows: [
          { name: 'A', value: format.withUnit(side('baseline')) },
          { name: 'B', value: format.withUnit(side('candidate')) },
          { name: 'Change', value: format.changeWithUnit(side('candidate') - side('baseline')) },
          ...(interval === '' ? [] : [{ name: '95 %', value: interval }]),
        ],
        foot: node < 0 ? null : functionPosition(functions.functions, nodes.function[node]!) || null,
      };
    },
    [difference, nodes, functions, overall, format],
  );
  const announce = useCallback(
    (node: number): string => {
      const { title, note, rows } = tooltipOf(node);
      return [title, note, ...rows.map(({ name, value }) => `${name} ${value}`)].join(', ');
    },
    [tooltipOf],
  );
  const entries = useMemo(
    () =>
      selected < 0
        ? []
        : frameMenu(
            {
              functions: functions.functions,
              row: nodes.function[selected]!,
              stack: pathTo(geometry, selected).map((node) => nodes.function[node]!),
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
          label={props.label}
          geometry={geometry}
          content={content}
          orientation={props.upright ? 'flame' : 'icicle'}
          selected={selected}
          onSelect={props.onSelect}
          tooltipOf={tooltipOf}
          announce={announce}
        />
      </div>
    </ContextMenu>
  );
}
