import { Search } from 'lucide-react';
import { useImperativeHandle, useMemo, useRef, useState, type ReactNode, type Ref } from 'react';
import type { ProfileFunctionTable, ProfileTree } from '#shared/model/profile.ts';
import { moduleFills, type FramePalette } from '../../charts/flame/frame-colours.ts';
import { frameGroup, groupColours, type FrameGroups } from '../../charts/flame/frame-group.ts';
import { matchedRows, matchFunctions, nextMatchedRow } from '../../charts/flame/function-search.ts';
import type { QueryAnswer } from '../../data/use-query.ts';
import { QueryBody } from '../../panels/query-body/QueryBody.tsx';
import { parseRowFilter } from '../../panels/transaction-table/row-filter.ts';
import type { TableKind } from '../../state/profile-slice.ts';
import type { TableTextFormat } from '../../ui/data-table/table-text.ts';
import { tableText } from '../../ui/data-table/table-text.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { exactNumber, numberFormat } from '../../ui/number-format.ts';
import { PanelHeader } from '../../ui/PanelHeader.tsx';
import { Segmented } from '../../ui/Segmented.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { CallTreeTable, type CallTreeHandle, type TreeColumn } from './CallTreeTable.tsx';
import type { FrameActions } from './frame-menu.tsx';
import { functionName, functionPosition, shortPosition } from './function-words.ts';
import { FunctionsTable, type FunctionsTableHandle } from './FunctionsTable.tsx';
import { useFunctionSearch } from './use-function-search.ts';
import { shareOf, type WeightFormat } from './weight-format.ts';

export interface TablesHandle {
  readonly text: (format: TableTextFormat) => string;
  readonly focus: () => void;
}

/** A table of a screen, which a search can be stepped through in. */
export interface SearchedTablesHandle extends TablesHandle {
  /** Selects the next row that the search finds, or the one before, in the order that is shown. */
  readonly step: (step: 1 | -1) => void;
}

interface TablesPanelProps {
  readonly kind: TableKind;
  readonly onKind: (kind: TableKind) => void;
  readonly functions: QueryAnswer<ProfileFunctionTable>;
  /** Of the tree tables; null data while another table is shown. */
  readonly tree: QueryAnswer<ProfileTree>;
  readonly format: WeightFormat;
  readonly groups: FrameGroups;
  readonly palette: FramePalette;
  /** What is searched on the screen. */
  readonly search: string;
  readonly selectedFunction: number;
  readonly onSelectFunction: (row: number) => void;
  readonly onOpenFunction: (row: number) => void;
  readonly selectedNode: number;
  readonly onSelectNode: (node: number) => void;
  readonly onOpenNode?: ((node: number) => void) | undefined;
  readonly actions: FrameActions;
  readonly ref?: Ref<SearchedTablesHandle>;
}

const KINDS = [
  { value: 'functions', label: 'Functions' },
  { value: 'top-down', label: 'Top-down' },
  { value: 'bottom-up', label: 'Bottom-up' },
] as const;

/** Functions as a list, or calls as a tree from either end. */
export function TablesPanel(props: TablesPanelProps): ReactNode {
  const { kind, functions, tree, ref } = props;
  const [typed, setTyped] = useState('');
  const filter = useMemo(() => parseRowFilter(typed), [typed]);
  const table = useRef<FunctionsTableHandle>(null);
  const calls = useRef<TablesHandle>(null);
  const list = functions.data?.functions ?? null;
  const rows = useMemo(
    () => (filter.kind !== 'match' || list === null ? null : matchedRows(matchFunctions(list, filter.test))),
    [filter, list],
  );
  const found = useFunctionSearch(props.search, kind === 'functions' ? list : (tree.data?.functions ?? null));
  function step(by: 1 | -1): void {
    const { matches } = found;
    if (matches === null) return;
    if (kind === 'functions') {
      table.current?.step(matches, by);
      return;
    }
    if (tree.data === null) return;
    const { function: of } = tree.data.nodes;
    const next = nextMatchedRow(
      Int32Array.from(of.keys()),
      (node) => matches.matched[of[node]!] === 1,
      props.selectedNode,
      by,
    );
    if (next >= 0) props.onSelectNode(next);
  }
  useImperativeHandle(ref, () => ({
    step,
    text: (format) =>
      (kind === 'functions' ? table.current?.text(format) : calls.current?.text(format)) ?? '',
    focus: () => (kind === 'functions' ? table.current?.focus() : calls.current?.focus()),
  }));
  const answer = kind === 'functions' ? functions : tree;
  return (
    <section className="profile__tables" aria-label="Tables" data-pane="tables">
      <PanelHeader
        title={KINDS.find(({ value }) => value === kind)!.label}
        note={noteOf(kind, functions.data, tree.data, props.format.unit, rows?.length ?? null)}
      >
        {kind === 'functions' && (
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
        <QueryBody
          subject="The table"
          loading={answer.status === 'loading'}
          error={answer.error}
          onRetry={answer.retry}
        >
          {kind === 'functions' ? (
            functions.data === null ? null : (
              <FunctionsTable
                ref={table}
                table={functions.data}
                rows={rows}
                format={props.format}
                groups={props.groups}
                palette={props.palette}
                selected={props.selectedFunction}
                onSelect={props.onSelectFunction}
                onOpen={props.onOpenFunction}
                actions={props.actions}
              />
            )
          ) : tree.data === null ? null : (
            <Tree
              ref={calls}
              kind={kind}
              data={tree.data}
              format={props.format}
              groups={props.groups}
              palette={props.palette}
              selectedNode={props.selectedNode}
              onSelectNode={props.onSelectNode}
              onOpenNode={props.onOpenNode}
            />
          )}
        </QueryBody>
      </div>
    </section>
  );
}

function noteOf(
  kind: TableKind,
  functions: ProfileFunctionTable | null,
  tree: ProfileTree | null,
  unit: string,
  shown: number | null,
): string {
  if (kind === 'functions') {
    if (functions === null) return '';
    const all = numberFormat.count(functions.functions.count);
    const count = shown === null ? `${all} functions` : `${numberFormat.count(shown)} of ${all} functions`;
    return `${count}, in ${unit}; recursion counted once`;
  }
  if (tree === null) return '';
  const left =
    tree.leftOutBelow > 0 ? `; callers below ${numberFormat.percent(tree.leftOutBelow)} left out` : '';
  return kind === 'top-down'
    ? 'what each function calls, heaviest first'
    : `who calls the functions that weigh, heaviest first${left}`;
}

interface TreeProps extends Pick<
  TablesPanelProps,
  'format' | 'groups' | 'palette' | 'selectedNode' | 'onSelectNode' | 'onOpenNode'
> {
  readonly kind: 'top-down' | 'bottom-up';
  readonly data: ProfileTree;
  readonly ref: Ref<TablesHandle>;
}

function Tree({ data, ref, ...props }: TreeProps): ReactNode {
  const { format, groups, palette } = props;
  const { functions, nodes, selected } = data;
  const table = useRef<CallTreeHandle>(null);
  const colours = useMemo(() => groupColours(functions, groups), [functions, groups]);
  const { fills } = moduleFills(palette);
  const columns = useMemo(() => treeColumns(data, format), [data, format]);
  useImperativeHandle(ref, () => ({
    focus: () => table.current?.focus(),
    text: (as) => {
      const lines = table.current?.lines() ?? [];
      const level = new Map(lines.map((line) => [line.node, line.level]));
      const written = [
        {
          id: 'level',
          header: 'Level',
          width: 0,
          cell: () => null,
          copyText: (node: number) => String((level.get(node) ?? 0) + 1),
        },
        {
          id: 'function',
          header: 'Function',
          width: 0,
          cell: () => null,
          copyText: (node: number) => functionName(functions, nodes.function[node]!),
        },
        ...columns,
      ];
      return tableText(
        written,
        lines.map(({ node }) => node),
        as,
      );
    },
  }));
  return (
    <CallTreeTable
      ref={table}
      label={props.kind === 'top-down' ? 'Calls, top-down' : 'Callers, bottom-up'}
      nodes={nodes}
      weights={nodes.total}
      nameOf={(node) => functionName(functions, nodes.function[node]!)}
      colourOf={(node) => fills[colours[nodes.function[node]!]!]!}
      columns={columns}
      selected={props.selectedNode}
      onSelect={props.onSelectNode}
      onOpen={props.onOpenNode}
      empty={
        <EmptyState title={selected.samples === 0 ? 'No samples in the selection' : 'No stacks'}>
          Choose more time or threads, or remove a transform.
        </EmptyState>
      }
    />
  );
}

function treeColumns(
  { functions, nodes, selected }: ProfileTree,
  format: WeightFormat,
): readonly TreeColumn[] {
  const wide = format.unit.length > 8 ? 140 : 92;
  const share = (weight: number): number => shareOf(weight, selected.total);
  const weight = (id: string, header: string, values: Float64Array): readonly TreeColumn[] => [
    {
      id,
      header: `${header}, ${format.unit}`,
      width: wide,
      align: 'right',
      cell: (node) => format.text(values[node]!),
      copyText: (node) => exactNumber(values[node]! * format.factor),
    },
    ...(format.unit === '%'
      ? []
      : [
          {
            id: `${id}-share`,
            header: `${header}, %`,
            width: 72,
            align: 'right' as const,
            cell: (node: number) => numberFormat.percentNumber(share(values[node]!)),
            copyText: (node: number) => exactNumber(100 * share(values[node]!)),
          },
        ]),
  ];
  return [
    ...weight('total', 'Total', nodes.total),
    ...weight('self', 'Self', nodes.self),
    {
      id: 'module',
      header: 'Module',
      width: 140,
      cell: (node) => frameGroup(functions, nodes.function[node]!),
      copyText: (node) => frameGroup(functions, nodes.function[node]!),
    },
    {
      id: 'position',
      header: 'Position',
      width: 190,
      cell: (node) => (
        <span className="mono" title={functionPosition(functions, nodes.function[node]!)}>
          {shortPosition(functions, nodes.function[node]!)}
        </span>
      ),
      copyText: (node) => functionPosition(functions, nodes.function[node]!),
    },
  ];
}
