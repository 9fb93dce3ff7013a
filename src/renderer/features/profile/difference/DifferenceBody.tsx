import { useCallback, useMemo, useRef, useState, type ReactNode } from 'react';
import { textAt } from '#shared/contract/columns.ts';
import type { EngineParams } from '#shared/contract/engine.ts';
import { differenceLayout } from '#shared/model/profile-difference-layout.ts';
import type { AttributedChange, ProfileDifference } from '#shared/model/profile-difference.ts';
import type { ProfileFunctions } from '#shared/model/profile.ts';
import type { FlameHandle } from '../../../charts/flame/FlameChart.tsx';
import { differenceGeometry, NO_NODE } from '../../../charts/flame/flame-geometry.ts';
import { nextMatch } from '../../../charts/flame/function-search.ts';
import { useFramePalette } from '../../../charts/flame/use-frame-palette.tsx';
import { MakeFindingButton } from '../../../panels/findings/MakeFindingButton.tsx';
import type { DifferenceDraft } from '../../../state/profile-slice.ts';
import { useActions } from '../../../state/use-store.ts';
import { numberFormat } from '../../../ui/number-format.ts';
import { ExportMenu } from '../ExportMenu.tsx';
import { placeOf } from '../function-words.ts';
import { keepsTextOfBoth } from '../kept-weight.ts';
import { PatternDialog } from '../PatternDialog.tsx';
import { SearchField } from '../SearchField.tsx';
import type { SearchedTablesHandle } from '../TablesPanel.tsx';
import { TransformBar } from '../TransformBar.tsx';
import { useFrameActions } from '../use-frame-actions.ts';
import { useFunctionSearch } from '../use-function-search.ts';
import { useProfileKeys } from '../use-profile-keys.ts';
import { weightName } from '../weight-format.ts';
import { Attribution } from './Attribution.tsx';
import { widestBox, type DifferenceBox } from './difference-boxes.ts';
import { DifferenceDetails } from './DifferenceDetails.tsx';
import { sideName } from './DifferenceHeader.tsx';
import { DifferencePicture } from './DifferencePicture.tsx';
import { functionIn, rowOfFunction, type ComparedProfiles } from './difference-question.ts';
import type { SandwichHandle } from './DifferenceSandwich.tsx';
import { DifferenceTables } from './DifferenceTables.tsx';
import { DifferenceTimeline } from './DifferenceTimeline.tsx';
import { DifferenceToolbar } from './DifferenceToolbar.tsx';
import { differenceFinding, differenceQuery } from './difference-finding.ts';
import { changeFormat } from './difference-words.ts';

interface DifferenceBodyProps {
  readonly draft: DifferenceDraft;
  readonly compared: ComparedProfiles;
  readonly question: EngineParams<'profiles.difference'>;
  readonly difference: ProfileDifference;
}

/** What is selected: a box with its function, or a function that has none. Of one answer: the next numbers them anew. */
interface Choice {
  readonly of: ProfileDifference;
  readonly box: DifferenceBox | null;
  readonly row: number;
}

/** A difference that was computed: picture, details, tables. */
export function DifferenceBody({ draft, compared, question, difference }: DifferenceBodyProps): ReactNode {
  const { changeDifference, setDifferenceTransforms } = useActions();
  const palette = useFramePalette();
  const chart = useRef<FlameHandle>(null);
  const tables = useRef<SearchedTablesHandle>(null);
  const halves = useRef<SandwichHandle>(null);
  const [choice, setChoice] = useState<Choice | null>(null);
  const [asksPattern, setAsksPattern] = useState(false);
  const { nodes, functions } = difference;
  const format = useMemo(() => changeFormat(difference), [difference]);
  const geometry = useMemo(
    () => differenceGeometry(nodes, differenceLayout(nodes, draft.width)),
    [nodes, draft.width],
  );
  const sandwich = useCallback(
    (of: ProfileFunctions, next: number) =>
      changeDifference({ view: 'sandwich', middle: functionIn(of, next) }),
    [changeDifference],
  );
  const { actions, add, notice } = useFrameActions(draft.transforms, setDifferenceTransforms, sandwich);
  const search = useFunctionSearch(draft.search, functions.functions);
  const now = choice?.of === difference ? choice : null;
  const inTree = draft.view !== 'sandwich';
  const hasPicture = draft.view !== 'tables';
  // Boxes of another view are not on screen; their function is.
  const box = now?.box != null && (now.box.of === difference) === inTree ? now.box : null;
  const node = box?.of === difference ? box.node : NO_NODE;
  const row = now?.row ?? -1;
  const place = row < 0 ? null : placeOf(functions.functions, row);
  const middle = draft.middle === null ? Math.max(0, row) : rowOfFunction(functions.functions, draft.middle);

  const zoomTo = useCallback((next: number) => chart.current?.zoomTo(next), []);
  const choose = useCallback(
    (next: DifferenceBox | null) =>
      setChoice({
        of: difference,
        box: next,
        row: next === null ? -1 : (next.of.nodes.function[next.node] ?? -1),
      }),
    [difference],
  );
  const selectNode = useCallback(
    (next: number) => choose(next === NO_NODE ? null : { of: difference, geometry, node: next }),
    [choose, difference, geometry],
  );

  function showNode(next: number): void {
    selectNode(next);
    chart.current?.reveal(next);
  }

  function selectFunction(next: number): void {
    if (next === row) return;
    const widest = inTree ? widestBox(nodes.function, geometry, next) : NO_NODE;
    if (widest >= 0) showNode(widest);
    else setChoice({ of: difference, box: null, row: next });
  }

  function showChange(change: AttributedChange): void {
    if (!inTree) sandwich(functions.functions, change.function);
    else if (change.node !== null) {
      showNode(change.node);
      chart.current?.zoomTo(change.node);
    } else selectFunction(change.function);
  }

  function stepToMatch(step: 1 | -1): void {
    if (search.matches === null) return;
    if (!hasPicture) {
      tables.current?.step(step);
      return;
    }
    if (!inTree) {
      halves.current?.step(search.matches, step);
      return;
    }
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

  const hasTimes = [...compared.baseline, ...compared.candidate].every((info) => info.hasTimes);
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
        keeps={notice ?? keepsTextOfBoth(difference.baseline, difference.candidate)}
        onChange={setDifferenceTransforms}
        onWithIdle={(withIdle) => changeDifference({ withIdle })}
        onAddByPattern={() => setAsksPattern(true)}
      />
      <Attribution
        difference={difference}
        format={format}
        onShow={showChange}
        action={
          <MakeFindingButton
            title={`Difference: ${name}`}
            chart={chart}
            finding={hasPicture ? differenceFinding(difference, format) : null}
            query={differenceQuery(draft, compared, difference)}
          />
        }
      />
      {hasTimes && (
        <DifferenceTimeline
          question={question}
          span={draft.span}
          onSpan={(span) => changeDifference({ span })}
        />
      )}
      {hasPicture && (
        <div className="profile__centre">
          <DifferencePicture
            label={`Difference: ${name}`}
            draft={draft}
            onChange={changeDifference}
            question={question}
            difference={difference}
            geometry={geometry}
            format={format}
            palette={palette}
            matches={search.matches}
            what={whatOf(compared, format.unit)}
            middle={middle}
            chosen={box}
            onChoose={(next) => {
              // The function in the middle stays there; until then it was the one that is selected.
              if (!inTree && next !== null && draft.middle === null)
                changeDifference({ middle: functionIn(functions.functions, middle) });
              choose(next);
            }}
            actions={actions}
            onZoom={zoomTo}
            chart={chart}
            halves={halves}
          />
          <DifferenceDetails
            difference={difference}
            box={box}
            row={row}
            format={format}
            onSelect={(next) => {
              if (box === null || box.of === difference) showNode(next);
              else choose({ ...box, node: next });
            }}
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
        matches={search.matches}
        selectedFunction={row}
        onSelectFunction={selectFunction}
        selectedNode={node}
        onSelectNode={showNode}
        onOpenNode={zoomTo}
        onOpenFunction={(next) => sandwich(functions.functions, next)}
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
