import type { ReactNode } from 'react';
import type { ProfileFunctionTable } from '#shared/model/profile.ts';
import { DetailsPanel } from './DetailsPanel.tsx';
import { calleesOf, callersOf, sameFunction, type FlameData } from './flame-data.ts';
import type { FrameActions } from './frame-menu.tsx';
import { NothingSelected } from './NothingSelected.tsx';
import type { WeightFormat } from './weight-format.ts';

interface ProfileDetailsProps {
  /** The tree that a box is chosen in; null: none is. */
  readonly data: FlameData | null;
  readonly node: number;
  readonly table: ProfileFunctionTable | null;
  /** Row of the table that is chosen; -1: none. */
  readonly row: number;
  readonly format: WeightFormat;
  /** Boxes call each other from the bottom up: what is above a box are its callees then. */
  readonly inverted: boolean;
  readonly onSelect: (node: number) => void;
  readonly actions: FrameActions;
}

/** What is chosen: a box of the tree, or a function of the table. */
export function ProfileDetails(props: ProfileDetailsProps): ReactNode {
  const { data, node, table, format, inverted, onSelect, actions } = props;
  const hasBox = data !== null && node >= 0;
  const boxRow = hasBox ? data.nodes.function[node]! : -1;
  const row =
    table === null ? -1 : hasBox ? sameFunction(data.functions, boxRow, table.functions) : props.row;
  const everywhere =
    table === null || row < 0
      ? []
      : [
          { name: 'Self', weight: table.self[row]! },
          { name: 'Total', weight: table.total[row]! },
        ];
  const samples = table === null || row < 0 ? null : table.samples[row]!;
  if (hasBox) {
    const nearer = callersOf(data, node);
    const farther = calleesOf(data, node);
    return (
      <DetailsPanel
        functions={data.functions}
        row={boxRow}
        format={format}
        total={data.total}
        here={[
          { name: inverted ? 'Without a caller' : 'Self', weight: data.nodes.self[node]! },
          { name: 'Total', weight: data.nodes.total[node]! },
        ]}
        everywhere={everywhere}
        samples={samples}
        callers={inverted ? farther : nearer}
        callees={inverted ? nearer : farther}
        onSelect={onSelect}
        actions={actions}
      />
    );
  }
  if (table !== null && row >= 0)
    return (
      <DetailsPanel
        functions={table.functions}
        row={row}
        format={format}
        total={table.selected.total}
        here={[]}
        everywhere={everywhere}
        samples={samples}
        callers={[]}
        callees={[]}
        onSelect={onSelect}
        actions={actions}
      />
    );
  return (
    <aside className="profile__details" aria-label="Details" data-pane="details">
      <NothingSelected>
        Click a box or a function: its figures, callers and callees stand here.
      </NothingSelected>
    </aside>
  );
}
