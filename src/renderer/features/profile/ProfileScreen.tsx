import { useCallback, useMemo, useRef, useState, type ReactNode } from 'react';
import type {
  FunctionPlace,
  ProfileFunctions,
  ProfileInfo,
  ProfileTransform,
} from '#shared/model/profile.ts';
import type { FlameHandle } from '../../charts/flame/FlameChart.tsx';
import { matchedWeight, nextMatch, type FunctionMatches } from '../../charts/flame/function-search.ts';
import { useFramePalette } from '../../charts/flame/use-frame-palette.tsx';
import { comparable, inOrder } from '../../panels/profiles/comparable.ts';
import { screenOf, type ProfileScreen as Screen } from '../../state/profile-slice.ts';
import { useActions, useAppState } from '../../state/use-store.ts';
import { numberFormat } from '../../ui/number-format.ts';
import { ExportMenu } from './ExportMenu.tsx';
import { heaviestBox, sameFunction, type FlameData } from './flame-data.ts';
import { placeOf, rowOfPlace } from './function-words.ts';
import { OpenInSpeedscope } from './OpenInSpeedscope.tsx';
import { PatternDialog } from './PatternDialog.tsx';
import { ProfileDetails } from './ProfileDetails.tsx';
import { ProfileHeader } from './ProfileHeader.tsx';
import { ProfilePicture } from './ProfilePicture.tsx';
import { ProfileToolbar } from './ProfileToolbar.tsx';
import { SearchField } from './SearchField.tsx';
import type { SandwichHandle } from './SandwichPane.tsx';
import { TablesPanel, type SearchedTablesHandle } from './TablesPanel.tsx';
import { TimelinePanel } from './TimelinePanel.tsx';
import { TransformBar } from './TransformBar.tsx';
import { useChosen } from './use-chosen.ts';
import { useFrameActions } from './use-frame-actions.ts';
import { useFunctionSearch } from './use-function-search.ts';
import { isTreeView, useProfileData } from './use-profile-data.ts';
import { useProfileKeys } from './use-profile-keys.ts';
import { keepsText } from './kept-weight.ts';
import { shareOf } from './weight-format.ts';

interface ProfileScreenProps {
  readonly info: ProfileInfo;
  readonly profiles: readonly ProfileInfo[];
}

/** One profile: its picture, what is selected in it, and its tables. */
export function ProfileScreen({ info, profiles }: ProfileScreenProps): ReactNode {
  const screen = useAppState((state) => screenOf(state.profile, info.id));
  const { changeProfileScreen, setTransforms, openDifference } = useActions();
  const palette = useFramePalette();
  const chart = useRef<FlameHandle>(null);
  const tables = useRef<SearchedTablesHandle>(null);
  const halves = useRef<SandwichHandle>(null);
  const [half, setHalf] = useState<FlameData | null>(null);
  const [asksPattern, setAsksPattern] = useState(false);
  const data = useProfileData(info, screen);
  const chosen = useChosen();
  const { functions, tree, tableTree, flame, selected } = data;

  const change = useCallback(
    (next: Partial<Screen>) => changeProfileScreen(info.id, next),
    [changeProfileScreen, info.id],
  );
  const transform = useCallback(
    (label: string, transforms: readonly ProfileTransform[]) => setTransforms(info.id, label, transforms),
    [setTransforms, info.id],
  );
  const sandwich = useCallback(
    (of: ProfileFunctions, row: number) => change({ view: 'sandwich', middle: placeOf(of, row) }),
    [change],
  );
  const zoomTo = useCallback((node: number) => chart.current?.zoomTo(node), []);
  const { actions, add, notice } = useFrameActions(screen.transforms, transform, sandwich);
  const search = useFunctionSearch(screen.search, tree.data?.functions ?? functions.data?.functions ?? null);
  const found = useMemo(() => foundText(search.matches, flame), [search.matches, flame]);

  const table = functions.data;
  const row = table === null || chosen.place === null ? -1 : rowOfPlace(table.functions, chosen.place);
  const shownIn = isTreeView(screen) ? flame : screen.view === 'sandwich' ? half : null;

  function selectBox(node: number): void {
    if (flame === null) return;
    chosen.chooseBox(flame, flame.functions, flame.nodes.function, node);
    chart.current?.reveal(node);
  }

  /** From the table: the heaviest box of the function is selected, and brought into view. */
  function selectFunction(next: number): void {
    if (table === null || next === row) return;
    const inTree = flame === null ? -1 : sameFunction(table.functions, next, flame.functions);
    const node = flame === null || inTree < 0 ? -1 : heaviestBox(flame.nodes, inTree);
    if (node >= 0) selectBox(node);
    else chosen.chooseFunction(table.functions, next);
  }

  function stepToMatch(step: 1 | -1): void {
    if (screen.view === 'sandwich') halves.current?.step(step);
    else if (screen.view === 'tables') tables.current?.step(step);
    if (flame === null || search.matches === null || !isTreeView(screen)) return;
    const node = nextMatch(flame.geometry, search.matches, chosen.nodeIn(flame), step);
    if (node >= 0) selectBox(node);
  }

  useProfileKeys({
    onStep: stepToMatch,
    onFocus: () => {
      if (chosen.place !== null) actions.transform('focus', chosen.place);
    },
    onHide: () => {
      if (chosen.place !== null) actions.transform('hide', chosen.place);
    },
    onCollapseRecursion: actions.collapseRecursion,
    onInvert: isTreeView(screen) ? () => change({ inverted: !screen.inverted }) : undefined,
  });

  // A tree table of the tree that is drawn moves with the picture; any other tree is one for itself.
  const drawn = tableTree.data !== null && tableTree.data === tree.data;
  const tableKey = drawn ? flame : tableTree.data;
  const hasPicture = screen.view !== 'tables';
  return (
    <div className={`profile profile--${screen.view}`}>
      <ProfileHeader info={info} siblings={profiles.filter(({ sourceId }) => sourceId === info.sourceId)} />
      <ProfileToolbar
        info={info}
        screen={screen}
        unit={data.format.unit}
        thread={screen.threads?.[0] ?? busiestThread(info)}
        onChange={change}
        search={
          <SearchField
            typed={screen.search}
            problem={search.problem}
            found={found}
            onTyped={(typed) => change({ search: typed })}
            onStep={stepToMatch}
            onLeave={() => (hasPicture ? chart.current?.focus() : tables.current?.focus())}
          />
        }
        others={comparable(info, profiles)}
        onCompare={(other) => {
          const [baseline, candidate] = inOrder(info, other);
          openDifference([baseline.id], [candidate.id]);
        }}
        exports={
          <>
            <OpenInSpeedscope profileId={info.id} />
            <ExportMenu
              fileName={info.name}
              selection={data.selection}
              chart={chart}
              hasChart={hasPicture}
              tableText={(as) => tables.current?.text(as) ?? ''}
            />
          </>
        }
      />
      <TransformBar
        transforms={screen.transforms}
        withIdle={screen.withIdle}
        selected={chosen.place}
        module={chosen.chosen?.module ?? null}
        keeps={notice ?? keepsText(selected)}
        onChange={transform}
        onWithIdle={(withIdle) => change({ withIdle })}
        onAddByPattern={() => setAsksPattern(true)}
      />
      {info.hasTimes && (info.durationMs ?? 0) > 0 && (
        <TimelinePanel
          info={info}
          selection={data.selection}
          span={screen.span}
          samples={functions.status === 'ready' ? (selected?.samples ?? null) : null}
          kind={screen.timeline}
          onKind={(timeline) => change({ timeline })}
          onSpan={(span) => change({ span })}
        />
      )}
      {hasPicture && (
        <div className="profile__centre">
          <ProfilePicture
            info={info}
            screen={screen}
            data={data}
            palette={palette}
            matches={search.matches}
            chosen={chosen}
            onHalf={setHalf}
            middle={screen.middle ?? chosen.place ?? firstPlace(table?.functions ?? null)}
            thread={screen.threads?.[0] ?? busiestThread(info)}
            actions={actions}
            onChange={change}
            onZoom={zoomTo}
            chart={chart}
            halves={halves}
          />
          <ProfileDetails
            data={shownIn}
            node={chosen.nodeIn(shownIn)}
            table={table}
            row={row}
            format={data.format}
            inverted={screen.inverted && isTreeView(screen)}
            onSelect={selectBox}
            actions={actions}
          />
        </div>
      )}
      <TablesPanel
        ref={tables}
        kind={screen.table}
        onKind={(kind) => change({ table: kind })}
        functions={functions}
        tree={tableTree}
        format={data.format}
        groups={data.groups}
        palette={palette}
        search={screen.search}
        selectedFunction={row}
        onSelectFunction={selectFunction}
        onOpenFunction={(next) => {
          if (table !== null) sandwich(table.functions, next);
        }}
        selectedNode={chosen.nodeIn(tableKey)}
        onSelectNode={(node) => {
          const of = tableTree.data;
          if (drawn) selectBox(node);
          else if (of !== null) chosen.chooseBox(of, of.functions, of.nodes.function, node);
        }}
        onOpenNode={drawn ? zoomTo : undefined}
        actions={actions}
      />
      {asksPattern && <PatternDialog onAdd={add} onClose={() => setAsksPattern(false)} />}
    </div>
  );
}

function foundText(matches: FunctionMatches | null, flame: FlameData | null): string {
  if (matches === null) return '';
  const words = matches.count === 1 ? '1 function' : `${numberFormat.count(matches.count)} functions`;
  if (flame === null) return words;
  return `${words}, ${numberFormat.percent(shareOf(matchedWeight(flame.nodes, matches), flame.total))}`;
}

function busiestThread({ threads }: ProfileInfo): number {
  return threads.reduce((best, thread, place) => (thread.samples > threads[best]!.samples ? place : best), 0);
}

/** The sandwich begins with the function that weighs most by itself. */
function firstPlace(functions: ProfileFunctions | null): FunctionPlace | null {
  return functions === null || functions.count === 0 ? null : placeOf(functions, 0);
}
