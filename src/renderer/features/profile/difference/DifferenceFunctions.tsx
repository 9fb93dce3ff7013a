import { useImperativeHandle, useMemo, useRef, type ReactNode, type Ref } from 'react';
import { textAt } from '#shared/contract/columns.ts';
import type { ComparedWeights, JudgedColumns, ProfileDifference } from '#shared/model/profile-difference.ts';
import { frameGroup } from '../../../charts/flame/frame-group.ts';
import { nextMatchedRow, type FunctionMatches } from '../../../charts/flame/function-search.ts';
import type { DataColumn } from '../../../ui/data-table/data-column.ts';
import { DataTable, type DataTableHandle } from '../../../ui/data-table/DataTable.tsx';
import { useFittingColumns } from '../../../ui/data-table/fitting-columns.ts';
import { tableText, type TableTextFormat } from '../../../ui/data-table/table-text.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { exactNumber } from '../../../ui/number-format.ts';
import { functionName, functionPosition, shortPosition } from '../function-words.ts';
import { changeAxis } from './change-axis.ts';
import { ChangeCell } from './ChangeCell.tsx';
import { reasonAt, verdictAt, verdictNames, type ChangeFormat } from './difference-words.ts';
import { DifferenceVerdictMark } from './DifferenceVerdictMark.tsx';

export interface DifferenceFunctionsHandle {
  readonly focus: () => void;
  readonly text: (format: TableTextFormat) => string;
  /** Selects the next function that matches, or the one before, in the order that is shown. */
  readonly step: (matches: FunctionMatches, step: 1 | -1) => void;
}

interface DifferenceFunctionsProps {
  readonly difference: ProfileDifference;
  readonly measure: 'self' | 'total';
  readonly rows: Uint32Array | null;
  readonly format: ChangeFormat;
  readonly selected: number;
  readonly onSelect: (row: number) => void;
  /** Enter and double click: callers and callees. */
  readonly onOpen: (row: number) => void;
  readonly ref?: Ref<DifferenceFunctionsHandle>;
}

const GIVES_WAY = ['position', 'plot', 'module', 'interval'] as const;
const ORDER = { more: 0, less: 1, 'cannot-tell': 2, 'no-change': 3 } as const;

/** Every function of both sides with its change, its interval and what it was found to be. */
export function DifferenceFunctions({ ref, ...props }: DifferenceFunctionsProps): ReactNode {
  const { difference, measure, format, selected, onSelect } = props;
  const grid = useRef<DataTableHandle>(null);
  const columns = useMemo(() => columnsOf(difference, measure, format), [difference, measure, format]);
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
    <DataTable
      ref={grid}
      label="Functions of both sides"
      columns={columns}
      rowCount={difference.functions.functions.count}
      rows={props.rows}
      rowKey={(row) => row}
      hiddenColumns={hiddenColumns}
      onViewWidth={onViewWidth}
      defaultSort={DEFAULT_SORT}
      isMarked={(row) => row === selected}
      onActiveRow={onSelect}
      onRowClick={onSelect}
      onEnter={props.onOpen}
      onRowDoubleClick={props.onOpen}
      empty={<EmptyState title="No function has this name">Esc in the field clears the filter.</EmptyState>}
    />
  );
}

const DEFAULT_SORT = [{ column: 'change', direction: 'desc' }] as const;

function columnsOf(
  { functions: compared, floor }: ProfileDifference,
  measure: 'self' | 'total',
  format: ChangeFormat,
): readonly DataColumn[] {
  const { functions } = compared;
  const judged: ComparedWeights & JudgedColumns = compared[measure];
  const change = (row: number): number => judged.candidate[row]! - judged.baseline[row]!;
  const axis = changeAxis(
    judged.low,
    judged.high,
    Float64Array.from({ length: functions.count }, (_, row) => change(row)),
  );
  const side = (id: 'baseline' | 'candidate', letter: string, samples: Float64Array): DataColumn => ({
    id,
    header: (
      <>
        <span className={`difference__side is-${id}`}>{letter}</span> {measure}
      </>
    ),
    name: `${letter} ${measure}, ${format.unit}`,
    width: 84,
    align: 'right',
    cell: (row) =>
      samples[row] === 0 ? (
        <span className="text-2">absent</span>
      ) : (
        <span title={`${exactNumber(judged[`${id}Raw`][row]!)} as recorded`}>
          {format.text(judged[id][row]!)}
        </span>
      ),
    sortValue: (row) => judged[id][row]!,
    copyText: (row) => exactNumber(judged[id][row]! * format.factor),
  });
  return [
    {
      id: 'function',
      header: 'Function',
      width: 240,
      grow: 3,
      cell: (row) => (
        <span className="mono" title={functionName(functions, row)}>
          {functionName(functions, row)}
        </span>
      ),
      sortValue: (row) => functionName(functions, row),
      copyText: (row) => functionName(functions, row),
    },
    {
      id: 'module',
      header: 'Module',
      width: 120,
      cell: (row) => frameGroup(functions, row),
      sortValue: (row) => frameGroup(functions, row),
      copyText: (row) => textAt(functions.module, row) ?? '',
    },
    side('baseline', 'A', compared.baselineSamples),
    side('candidate', 'B', compared.candidateSamples),
    {
      id: 'change',
      header: 'Change',
      name: `Change, ${format.unit}`,
      hint: 'Sorted by size, whatever the sign',
      width: 86,
      align: 'right',
      cell: (row) => (
        <span className={`difference__figure is-${verdictAt(judged, row)}`}>
          {format.change(change(row))}
        </span>
      ),
      sortValue: (row) => Math.abs(change(row)),
      copyText: (row) => exactNumber(change(row) * format.factor),
    },
    {
      id: 'interval',
      header: '95 % interval',
      width: 128,
      align: 'right',
      cell: (row) => format.interval(judged.low[row]!, judged.high[row]!),
      copyText: (row) =>
        Number.isNaN(judged.low[row]!)
          ? ''
          : `${exactNumber(judged.low[row]! * format.factor)} ${exactNumber(judged.high[row]! * format.factor)}`,
    },
    {
      id: 'plot',
      header: (
        <PlotHeader low={format.change(axis.from)} high={format.change(axis.to)} zero={axis.toShare(0)} />
      ),
      name: 'Change on an axis',
      width: 130,
      grow: 1,
      cell: (row) => (
        <ChangeCell
          axis={axis}
          change={change(row)}
          low={judged.low[row]!}
          high={judged.high[row]!}
          floor={floor}
          verdict={verdictAt(judged, row)}
        />
      ),
    },
    {
      id: 'verdict',
      header: 'Verdict',
      width: 104,
      cell: (row) => (
        <DifferenceVerdictMark verdict={verdictAt(judged, row)} reason={reasonAt(judged, row)} />
      ),
      sortValue: (row) => ORDER[verdictAt(judged, row)],
      copyText: (row) => verdictNames[verdictAt(judged, row)],
    },
    {
      id: 'position',
      header: 'Position',
      width: 160,
      cell: (row) => (
        <span className="mono" title={functionPosition(functions, row)}>
          {shortPosition(functions, row)}
        </span>
      ),
      copyText: (row) => functionPosition(functions, row),
    },
  ];
}

/** Both ends and zero, where zero is far enough from them to be read. */
function PlotHeader({
  low,
  high,
  zero,
}: {
  readonly low: string;
  readonly high: string;
  readonly zero: number;
}): ReactNode {
  return (
    <span className="difference__axis figure" aria-hidden="true">
      {zero > 0.35 && <span className="is-low">{low}</span>}
      <span style={{ left: `${zero * 100}%` }}>0</span>
      {zero < 0.65 && <span className="is-high">{high}</span>}
    </span>
  );
}
