import { useImperativeHandle, useMemo, useRef, type ReactNode, type Ref } from 'react';
import { textAt } from '#shared/contract/columns.ts';
import type { ProfileFunctionTable } from '#shared/model/profile.ts';
import type { FramePalette } from '../../charts/flame/frame-colours.ts';
import { moduleFills } from '../../charts/flame/frame-colours.ts';
import { nextMatchedRow, type FunctionMatches } from '../../charts/flame/function-search.ts';
import { frameGroup, groupColours, type FrameGroups } from '../../charts/flame/frame-group.ts';
import { ContextMenu } from '../../ui/ContextMenu.tsx';
import type { DataColumn } from '../../ui/data-table/data-column.ts';
import { DataTable, type DataTableHandle } from '../../ui/data-table/DataTable.tsx';
import { useFittingColumns } from '../../ui/data-table/fitting-columns.ts';
import { tableText, type TableTextFormat } from '../../ui/data-table/table-text.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { exactNumber, numberFormat } from '../../ui/number-format.ts';
import { frameMenu, type FrameActions } from './frame-menu.tsx';
import { functionName, functionPosition, shortPosition } from './function-words.ts';
import { shareOf, type WeightFormat } from './weight-format.ts';

export interface FunctionsTableHandle {
  readonly focus: () => void;
  /** The rows that are shown, in their order, with exact values. */
  readonly text: (format: TableTextFormat) => string;
  /** Selects the next function that matches, or the one before, in the order that is shown. */
  readonly step: (matches: FunctionMatches, step: 1 | -1) => void;
}

interface FunctionsTableProps {
  readonly table: ProfileFunctionTable;
  /** Rows that the filter keeps; null: all. */
  readonly rows: Uint32Array | null;
  readonly format: WeightFormat;
  readonly groups: FrameGroups;
  readonly palette: FramePalette;
  /** Row of the function that is selected elsewhere; -1: none. */
  readonly selected: number;
  readonly onSelect: (row: number) => void;
  readonly onOpen: (row: number) => void;
  readonly actions: FrameActions;
  readonly ref?: Ref<FunctionsTableHandle>;
}

const GIVES_WAY = ['samples-total', 'position', 'bar', 'samples', 'module'] as const;
const DEFAULT_SORT = [{ column: 'self', direction: 'desc' }] as const;

/** Figures of every function; recursion counts once. */
export function FunctionsTable({ ref, ...props }: FunctionsTableProps): ReactNode {
  const { table, format, groups, palette, selected, actions, onSelect } = props;
  const grid = useRef<DataTableHandle>(null);
  const columns = useMemo(
    () => functionColumns(table, format, groups, palette),
    [table, format, groups, palette],
  );
  const { hiddenColumns, onViewWidth } = useFittingColumns(columns, GIVES_WAY);

  useImperativeHandle(
    ref,
    () => ({
      focus: () => grid.current?.focus(),
      text: (as) => tableText(columns, grid.current?.orderedRows() ?? [], as),
      step: ({ matched }, step) => {
        const shown = grid.current?.orderedRows() ?? [];
        const next = nextMatchedRow(shown, (row) => matched[row] === 1, selected, step);
        if (next < 0) return;
        onSelect(next);
        grid.current?.reveal(next);
      },
    }),
    [columns, selected, onSelect],
  );

  return (
    <ContextMenu
      entries={
        selected < 0
          ? []
          : frameMenu({ functions: table.functions, row: selected, stack: null, onZoom: null }, actions)
      }
    >
      <div
        className="profile__table-host"
        onContextMenuCapture={(event) => selectUnder(event.target as Element)}
      >
        <DataTable
          ref={grid}
          label="Functions"
          columns={columns}
          rowCount={table.functions.count}
          rows={props.rows}
          rowKey={(row) => table.functions.id[row]!}
          hiddenColumns={hiddenColumns}
          onViewWidth={onViewWidth}
          defaultSort={DEFAULT_SORT}
          isMarked={(row) => row === selected}
          onActiveRow={onSelect}
          onRowClick={onSelect}
          onEnter={props.onOpen}
          onRowDoubleClick={props.onOpen}
          empty={
            table.functions.count === 0 ? (
              <EmptyState title="No function in the selection">
                Choose more time or threads, or remove a transform.
              </EmptyState>
            ) : (
              <EmptyState title="No function has this name">Esc in the field clears the filter.</EmptyState>
            )
          }
        />
      </div>
    </ContextMenu>
  );

  function selectUnder(target: Element): void {
    const cell = target.closest('[role="row"]')?.querySelector<HTMLElement>('[data-function]');
    const row = Number(cell?.dataset['function'] ?? -1);
    if (row >= 0) onSelect(row);
  }
}

/** Headers of figures are told whole, with the mark of the order. */
function headerWidth(header: string): number {
  return Math.max(84, Math.ceil(header.length * 6.6) + 30);
}

function functionColumns(
  { functions, self, total, samples, selfSamples, selected }: ProfileFunctionTable,
  format: WeightFormat,
  groups: FrameGroups,
  palette: FramePalette,
): readonly DataColumn[] {
  const colours = groupColours(functions, groups);
  const { fills } = moduleFills(palette);
  const share = (weight: number): number => shareOf(weight, selected.total);
  const weight = (id: string, header: string, values: Float64Array, hint: string): DataColumn => ({
    id,
    header: `${header}, ${format.unit}`,
    hint,
    width: headerWidth(`${header}, ${format.unit}`),
    align: 'right',
    cell: (row) => format.text(values[row]!),
    sortValue: (row) => values[row]!,
    copyText: (row) => exactNumber(values[row]! * format.factor),
  });
  const percent = (id: string, header: string, values: Float64Array): DataColumn => ({
    id,
    header,
    width: 66,
    align: 'right',
    cell: (row) => numberFormat.percentNumber(share(values[row]!)),
    sortValue: (row) => values[row]!,
    copyText: (row) => exactNumber(100 * share(values[row]!)),
  });
  const count = (id: string, header: string, values: Float64Array): DataColumn => ({
    id,
    header,
    width: 104,
    align: 'right',
    cell: (row) => numberFormat.count(values[row]!),
    sortValue: (row) => values[row]!,
    copyText: (row) => exactNumber(values[row]!),
  });
  return [
    {
      id: 'function',
      header: 'Function',
      width: 260,
      grow: 3,
      cell: (row) => (
        <span className="profile__function" data-function={row} title={functionName(functions, row)}>
          <span className="profile__swatch" style={{ background: fills[colours[row]!] }} />
          <span className="mono">{functionName(functions, row)}</span>
        </span>
      ),
      sortValue: (row) => functionName(functions, row),
      copyText: (row) => functionName(functions, row),
    },
    {
      id: 'module',
      header: 'Module',
      width: 130,
      cell: (row) => (
        <span title={textAt(functions.module, row) ?? undefined}>{frameGroup(functions, row)}</span>
      ),
      sortValue: (row) => frameGroup(functions, row),
      copyText: (row) => textAt(functions.module, row) ?? '',
    },
    weight('self', 'Self', self, 'Weight of samples that end in the function'),
    ...(format.unit === '%' ? [] : [percent('self-share', 'Self, %', self)]),
    weight('total', 'Total', total, 'Weight of samples with the function anywhere on the stack'),
    ...(format.unit === '%' ? [] : [percent('total-share', 'Total, %', total)]),
    {
      id: 'bar',
      header: 'Total, of which self (dark)',
      width: 170,
      grow: 1,
      cell: (row) => (
        <span className="profile__bar">
          <i style={{ width: `${100 * share(total[row]!)}%` }} />
          <b style={{ width: `${100 * share(self[row]!)}%` }} />
        </span>
      ),
    },
    count('samples', 'Samples, self', selfSamples),
    count('samples-total', 'Samples, total', samples),
    {
      id: 'position',
      header: 'Position',
      width: 180,
      grow: 1,
      cell: (row) => (
        <span className="mono" title={functionPosition(functions, row)}>
          {shortPosition(functions, row)}
        </span>
      ),
      sortValue: (row) => functionPosition(functions, row),
      copyText: (row) => functionPosition(functions, row),
    },
  ];
}
