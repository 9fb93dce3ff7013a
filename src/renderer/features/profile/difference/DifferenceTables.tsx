import { Search } from 'lucide-react';
import { useImperativeHandle, useMemo, useRef, useState, type ReactNode, type Ref } from 'react';
import type { ProfileDifference } from '#shared/model/profile-difference.ts';
import {
  matchedRows,
  matchFunctions,
  nextMatchedRow,
  type FunctionMatches,
} from '../../../charts/flame/function-search.ts';
import { parseRowFilter } from '../../../panels/transaction-table/row-filter.ts';
import type { DifferenceDraft } from '../../../state/profile-slice.ts';
import { tableText, type TableTextFormat } from '../../../ui/data-table/table-text.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { exactNumber, numberFormat } from '../../../ui/number-format.ts';
import { PanelHeader } from '../../../ui/PanelHeader.tsx';
import { Segmented } from '../../../ui/Segmented.tsx';
import { TextField } from '../../../ui/TextField.tsx';
import { CallTreeTable, type CallTreeHandle, type TreeColumn } from '../CallTreeTable.tsx';
import { functionName } from '../function-words.ts';
import type { SearchedTablesHandle, TablesHandle } from '../TablesPanel.tsx';
import { DifferenceFunctions, type DifferenceFunctionsHandle } from './DifferenceFunctions.tsx';
import { verdictNames, type ChangeFormat } from './difference-words.ts';
import { DifferenceVerdictMark } from './DifferenceVerdictMark.tsx';
import { verdictOf } from './use-difference-content.ts';

interface DifferenceTablesProps {
  readonly difference: ProfileDifference;
  readonly kind: DifferenceDraft['table'];
  readonly onKind: (kind: DifferenceDraft['table']) => void;
  readonly format: ChangeFormat;
  readonly selectedFunction: number;
  readonly onSelectFunction: (row: number) => void;
  readonly selectedNode: number;
  readonly onSelectNode: (node: number) => void;
  readonly onOpenNode: (node: number) => void;
  /** Enter on a function: its callers and callees. */
  readonly onOpenFunction: (row: number) => void;
  /** What a search on the screen finds. */
  readonly matches: FunctionMatches | null;
  readonly ref?: Ref<SearchedTablesHandle>;
}

const KINDS = [
  { value: 'self', label: 'By self' },
  { value: 'total', label: 'By total' },
  { value: 'tree', label: 'Tree' },
] as const;

/** Functions of both sides with verdicts, or the tree of both sides. */
export function DifferenceTables(props: DifferenceTablesProps): ReactNode {
  const { difference, kind, format, ref } = props;
  const [typed, setTyped] = useState('');
  const filter = useMemo(() => parseRowFilter(typed), [typed]);
  const table = useRef<DifferenceFunctionsHandle>(null);
  const tree = useRef<TablesHandle>(null);
  const list = difference.functions.functions;
  const rows = useMemo(
    () => (filter.kind === 'match' ? matchedRows(matchFunctions(list, filter.test)) : null),
    [filter, list],
  );
  function step(by: 1 | -1): void {
    const { matches, selectedNode, onSelectNode } = props;
    if (matches === null) return;
    if (kind !== 'tree') {
      table.current?.step(matches, by);
      return;
    }
    const { function: of } = difference.nodes;
    const next = nextMatchedRow(
      Int32Array.from(of.keys()),
      (node) => matches.matched[of[node]!] === 1,
      selectedNode,
      by,
    );
    if (next >= 0) onSelectNode(next);
  }
  useImperativeHandle(ref, () => ({
    step,
    text: (as: TableTextFormat) => (kind === 'tree' ? tree.current?.text(as) : table.current?.text(as)) ?? '',
    focus: () => (kind === 'tree' ? tree.current?.focus() : table.current?.focus()),
  }));
  return (
    <section className="profile__tables" aria-label="Tables" data-pane="tables">
      <PanelHeader title={kind === 'tree' ? 'Tree' : 'Functions'} note={noteOf(difference, kind, format)}>
        {kind !== 'tree' && (
          <TextField
            label="Filter functions"
            placeholder="Filter by name or /regex/"
            size="small"
            icon={<Search />}
            clearable
            value={typed}
            problem={filter.kind === 'wrong' ? filter.problem : null}
            onChange={setTyped}
            onKeyDown={(event) => {
              if (event.key === 'Escape') setTyped('');
              if (event.key === 'ArrowDown') table.current?.focus();
            }}
          />
        )}
        <Segmented label="Table" value={kind} options={KINDS} onChange={props.onKind} />
      </PanelHeader>
      <div className="profile__tables-body">
        {kind === 'tree' ? (
          <Tree
            ref={tree}
            difference={difference}
            format={format}
            selectedNode={props.selectedNode}
            onSelectNode={props.onSelectNode}
            onOpenNode={props.onOpenNode}
          />
        ) : (
          <DifferenceFunctions
            // Another measure sorts anew.
            key={kind}
            ref={table}
            difference={difference}
            measure={kind}
            rows={rows}
            format={format}
            selected={props.selectedFunction}
            onSelect={props.onSelectFunction}
            onOpen={props.onOpenFunction}
          />
        )}
      </div>
    </section>
  );
}

function noteOf(difference: ProfileDifference, kind: DifferenceDraft['table'], format: ChangeFormat): string {
  const { functions, changedFunctions, floor } = difference;
  if (kind === 'tree') return `change of total, ${format.unit}; largest first`;
  const count = numberFormat.count(functions.functions.count);
  const changed = numberFormat.count(changedFunctions[kind]);
  return `by change of ${kind}, ${format.unit}; ${count} functions, ${changed} with a change larger than ${format.withUnit(floor)}`;
}

interface TreeProps extends Pick<
  DifferenceTablesProps,
  'difference' | 'format' | 'selectedNode' | 'onSelectNode' | 'onOpenNode'
> {
  readonly ref: Ref<TablesHandle>;
}

function Tree({ ref, ...props }: TreeProps): ReactNode {
  const { difference, format } = props;
  const { nodes, functions } = difference;
  const table = useRef<CallTreeHandle>(null);
  const change = useMemo(
    () =>
      Float64Array.from(
        { length: nodes.count },
        (_, node) => nodes.total.candidate[node]! - nodes.total.baseline[node]!,
      ),
    [nodes],
  );
  const columns = useMemo(() => treeColumns(difference, format, change), [difference, format, change]);
  const nameOf = (node: number): string => functionName(functions.functions, nodes.function[node]!);
  useImperativeHandle(ref, () => ({
    focus: () => table.current?.focus(),
    text: (as) => {
      const lines = table.current?.lines() ?? [];
      const name = { id: 'function', header: 'Function', width: 0, cell: () => null, copyText: nameOf };
      return tableText(
        [name, ...columns],
        lines.map(({ node }) => node),
        as,
      );
    },
  }));
  return (
    <CallTreeTable
      ref={table}
      label="Calls of both sides"
      nodes={nodes}
      weights={change}
      nameOf={nameOf}
      columns={columns}
      selected={props.selectedNode}
      onSelect={props.onSelectNode}
      onOpen={props.onOpenNode}
      empty={
        <EmptyState title="Neither side has stacks">Choose more time, or remove a transform.</EmptyState>
      }
    />
  );
}

function treeColumns(
  difference: ProfileDifference,
  format: ChangeFormat,
  change: Float64Array,
): readonly TreeColumn[] {
  const { total, low, high } = difference.nodes;
  const side = (id: 'baseline' | 'candidate', letter: string): TreeColumn => ({
    id,
    header: `${letter} total`,
    width: 90,
    align: 'right',
    cell: (node) =>
      total[id][node] === 0 ? <span className="text-2">absent</span> : format.text(total[id][node]!),
    copyText: (node) => exactNumber(total[id][node]! * format.factor),
  });
  return [
    side('baseline', 'A'),
    side('candidate', 'B'),
    {
      id: 'change',
      header: 'Change',
      width: 90,
      align: 'right',
      cell: (node) => (
        <span className={`difference__figure is-${verdictOf(difference, node)}`}>
          {format.change(change[node]!)}
        </span>
      ),
      copyText: (node) => exactNumber(change[node]! * format.factor),
    },
    {
      id: 'interval',
      header: '95 % interval',
      width: 150,
      align: 'right',
      cell: (node) => format.interval(low[node]!, high[node]!),
      copyText: (node) =>
        Number.isNaN(low[node]!)
          ? ''
          : `${exactNumber(low[node]! * format.factor)} ${exactNumber(high[node]! * format.factor)}`,
    },
    {
      id: 'verdict',
      header: 'Verdict',
      width: 110,
      cell: (node) => {
        const verdict = verdictOf(difference, node);
        return verdict === 'untested' ? (
          <span className="text-2">not tested</span>
        ) : (
          <DifferenceVerdictMark verdict={verdict} reason={null} />
        );
      },
      copyText: (node) => {
        const verdict = verdictOf(difference, node);
        return verdict === 'untested' ? 'not tested' : verdictNames[verdict];
      },
    },
  ];
}
