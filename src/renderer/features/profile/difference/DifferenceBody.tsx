import { useCallback, useMemo, useRef, useState, type ReactNode } from 'react';
import { textAt } from '#shared/contract/columns.ts';
import type { EngineParams } from '#shared/contract/engine.ts';
import { differenceLayout } from '#shared/model/profile-difference-layout.ts';
import type { AttributedChange, ProfileDifference } from '#shared/model/profile-difference.ts';
import type { FlameHandle } from '../../../charts/flame/FlameChart.tsx';
import { childrenOf, differenceGeometry, NO_NODE, pathTo } from '../../../charts/flame/flame-geometry.ts';
import { nextMatch } from '../../../charts/flame/function-search.ts';
import { useFramePalette } from '../../../charts/flame/use-frame-palette.tsx';
import type { DifferenceDraft } from '../../../state/profile-slice.ts';
import { useActions } from '../../../state/use-store.ts';
import { numberFormat } from '../../../ui/number-format.ts';
import { ExportMenu } from '../ExportMenu.tsx';
import { placeOf } from '../function-words.ts';
import { PatternDialog } from '../PatternDialog.tsx';
import { SearchField } from '../SearchField.tsx';
import type { TablesHandle } from '../TablesPanel.tsx';
import { TransformBar } from '../TransformBar.tsx';
import { useFrameActions } from '../use-frame-actions.ts';
import { useFunctionSearch } from '../use-function-search.ts';
import { useProfileKeys } from '../use-profile-keys.ts';
import { weightName } from '../weight-format.ts';
import { Attribution } from './Attribution.tsx';
import { DifferenceDetails } from './DifferenceDetails.tsx';
import { sideName } from './DifferenceHeader.tsx';
import { DifferencePane } from './DifferencePane.tsx';
import type { ComparedProfiles } from './difference-question.ts';
import { DifferenceTables } from './DifferenceTables.tsx';
import { DifferenceTimeline } from './DifferenceTimeline.tsx';
import { DifferenceToolbar } from './DifferenceToolbar.tsx';
import { changeFormat } from './difference-words.ts';

interface DifferenceBodyProps {
  readonly draft: DifferenceDraft;
  readonly compared: ComparedProfiles;
  readonly question: EngineParams<'profiles.difference'>;
  readonly difference: ProfileDifference;
}

/** Boxes and functions are numbered anew with every answer: a choice is of one. */
interface Choice {
  readonly of: ProfileDifference;
  readonly node: number;
  readonly row: number;
}

/** A difference that was computed: picture, details, tables. */
export function DifferenceBody({ draft, compared, question, difference }: DifferenceBodyProps): ReactNode {
  const { changeDifference, setDifferenceTransforms } = useActions();
  const palette = useFramePalette();
  const chart = useRef<FlameHandle>(null);
  const tables = useRef<TablesHandle>(null);
  const [choice, setChoice] = useState<Choice | null>(null);
  const [asksPattern, setAsksPattern] = useState(false);
  const { nodes, functions } = difference;
  const format = useMemo(() => changeFormat(difference), [difference]);
  const geometry = useMemo(
    () => differenceGeometry(nodes, differenceLayout(nodes, draft.width)),
    [nodes, draft.width],
  );
  const { actions, add, notice } = useFrameActions(draft.transforms, setDifferenceTransforms, null);
  const search = useFunctionSearch(draft.search, functions.functions);
  const node = choice?.of === difference ? choice.node : NO_NODE;
  const row = choice?.of === difference ? choice.row : -1;
  const place = row < 0 ? null : placeOf(functions.functions, row);

  const zoomTo = useCallback((next: number) => chart.current?.zoomTo(next), []);
  const selectNode = useCallback(
    (next: number) => {
      setChoice({ of: difference, node: next, row: next < 0 ? -1 : nodes.function[next]! });
    },
    [difference, nodes],
  );

  function showNode(next: number): void {
    selectNode(next);
    chart.current?.reveal(next);
  }

  function selectFunction(next: number): void {
    if (next === row) return;
    const box = widestBox(nodes.function, geometry, next);
    if (box >= 0) showNode(box);
    else setChoice({ of: difference, node: NO_NODE, row: next });
  }

  function showChange(change: AttributedChange): void {
    if (change.node !== null) {
      showNode(change.node);
      chart.current?.zoomTo(change.node);
    } else selectFunction(change.function);
  }

  function stepToMatch(step: 1 | -1): void {
    if (search.matches === null) return;
    const next = nextMatch(geometry, search.matches, node, step);
    if (next >= 0) showNode(next);
  }

  useProfileKeys({
    onStep: stepToMatch,
    onFocus: () => {
      if (place !== null) actions.transform('focus', place);
    },
    onHide: () => {
      if (place !== null) actions.transform('hide', place);
    },
    onCollapseRecursion: actions.collapseRecursion,
  });

  const children = node < 0 ? [] : calleesBySize(difference, geometry, node);
  const callers = node < 0 ? [] : pathTo(geometry, node).slice(0, -1).reverse();
  const hasTimes = [...compared.baseline, ...compared.candidate].every((info) => info.hasTimes);
  const hasPicture = draft.view !== 'tables';
  const name = `${sideName(compared.baseline)} against ${sideName(compared.candidate)}`;
  return (
    <>
      <DifferenceToolbar
        draft={draft}
        compared={compared}
        difference={difference}
        onChange={changeDifference}
        search={
          <SearchField
            typed={draft.search}
            problem={search.problem}
            found={search.matches === null ? '' : `${numberFormat.count(search.matches.count)} functions`}
            onTyped={(typed) => changeDifference({ search: typed })}
            onStep={stepToMatch}
            onLeave={() => (hasPicture ? chart.current?.focus() : tables.current?.focus())}
          />
        }
        exports={
          <ExportMenu
            fileName={name}
            selection={null}
            chart={chart}
            hasChart={hasPicture}
            tableText={(as) => tables.current?.text(as) ?? ''}
          />
        }
      />
      <TransformBar
        transforms={draft.transforms}
        withIdle={draft.withIdle}
        selected={place}
        module={row < 0 ? null : textAt(functions.functions.module, row)}
        keeps={notice ?? 'on both sides; undo with Ctrl Z'}
        onChange={setDifferenceTransforms}
        onWithIdle={(withIdle) => changeDifference({ withIdle })}
        onAddByPattern={() => setAsksPattern(true)}
      />
      <Attribution difference={difference} format={format} onShow={showChange} />
      {hasTimes && (
        <DifferenceTimeline
          question={question}
          span={draft.span}
          onSpan={(span) => changeDifference({ span })}
        />
      )}
      {hasPicture && (
        <div className="profile__centre">
          <DifferencePane
            label={`Difference: ${name}`}
            difference={difference}
            geometry={geometry}
            format={format}
            palette={palette}
            matches={search.matches}
            width={draft.width}
            upright={draft.upright}
            what={whatOf(compared, format.unit)}
            selected={node}
            onSelect={selectNode}
            actions={actions}
            onZoom={zoomTo}
            chart={chart}
          />
          <DifferenceDetails
            difference={difference}
            node={node}
            row={row}
            callers={callers}
            callees={children}
            format={format}
            onSelect={showNode}
            actions={actions}
          />
        </div>
      )}
      <DifferenceTables
        ref={tables}
        difference={difference}
        kind={draft.table}
        onKind={(table) => changeDifference({ table })}
        format={format}
        selectedFunction={row}
        onSelectFunction={selectFunction}
        selectedNode={node}
        onSelectNode={showNode}
        onOpenNode={zoomTo}
      />
      {asksPattern && <PatternDialog onAdd={add} onClose={() => setAsksPattern(false)} />}
    </>
  );
}

/** `CPU`, with what it is per: `more CPU per request in B`. */
function whatOf({ candidate }: ComparedProfiles, unit: string): string {
  const [info] = candidate;
  const type = info?.weights[info.defaultWeight];
  const name = type === undefined ? '' : weightName(type);
  return unit === '%' ? `${name} of the total` : `${name} ${unit.split(' ').slice(1).join(' ')}`.trim();
}

function calleesBySize(
  { nodes }: ProfileDifference,
  geometry: ReturnType<typeof differenceGeometry>,
  node: number,
): readonly number[] {
  const { from, to } = childrenOf(geometry, node);
  const size = (child: number): number =>
    Math.abs(nodes.total.candidate[child]! - nodes.total.baseline[child]!);
  return Array.from({ length: to - from }, (_, index) => from + index).sort((a, b) => size(b) - size(a));
}

function widestBox(
  of: Int32Array,
  { left, right }: ReturnType<typeof differenceGeometry>,
  row: number,
): number {
  let best = NO_NODE;
  let most = 0;
  for (let node = 0; node < of.length; node++) {
    if (of[node] !== row || right[node]! - left[node]! <= most) continue;
    most = right[node]! - left[node]!;
    best = node;
  }
  return best;
}
