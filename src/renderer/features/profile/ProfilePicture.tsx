import { useCallback, useMemo, useState, type ReactNode, type Ref } from 'react';
import type { FunctionPlace, ProfileInfo, ProfileTimeOrder } from '#shared/model/profile.ts';
import { NO_NODE } from '../../charts/flame/flame-geometry.ts';
import type { FlameHandle } from '../../charts/flame/FlameChart.tsx';
import type { FramePalette } from '../../charts/flame/frame-colours.ts';
import type { FunctionMatches } from '../../charts/flame/function-search.ts';
import { QueryBody } from '../../panels/query-body/QueryBody.tsx';
import type { ProfileScreen } from '../../state/profile-slice.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import type { FlameData } from './flame-data.ts';
import { FlamePane } from './FlamePane.tsx';
import type { FrameActions } from './frame-menu.tsx';
import { LegendBar } from './LegendBar.tsx';
import { SandwichPane, type SandwichChoice, type SandwichHandle } from './SandwichPane.tsx';
import { TimeOrderPane } from './TimeOrderPane.tsx';
import type { ChosenState } from './use-chosen.ts';
import { isTreeView, type ProfileData } from './use-profile-data.ts';

interface ProfilePictureProps {
  readonly info: ProfileInfo;
  readonly screen: ProfileScreen;
  readonly data: ProfileData;
  readonly palette: FramePalette;
  readonly matches: FunctionMatches | null;
  readonly chosen: ChosenState;
  /** The tree that a box of the sandwich was chosen in. */
  readonly onHalf: (half: FlameData | null) => void;
  readonly middle: FunctionPlace | null;
  readonly thread: number;
  readonly actions: FrameActions;
  readonly onChange: (change: Partial<ProfileScreen>) => void;
  readonly onZoom: (node: number) => void;
  readonly chart: { readonly current: FlameHandle | null } & Ref<FlameHandle>;
  /** Of the sandwich, while it is shown. */
  readonly halves: Ref<SandwichHandle>;
}

/** The boxes of a view, and what their colours mean. */
export function ProfilePicture(props: ProfilePictureProps): ReactNode {
  const { screen, data, palette, onChange } = props;
  const [litColour, setLitColour] = useState<number | null>(null);
  return (
    <div className="profile__picture">
      <div className="profile__canvas" data-pane="flame">
        {isTreeView(screen) ? (
          <Tree {...props} litColour={litColour} />
        ) : screen.view === 'time-order' && props.info.hasTimes ? (
          <Time {...props} litColour={litColour} />
        ) : (
          <Sandwich {...props} litColour={litColour} />
        )}
      </div>
      <LegendBar
        groups={data.groups}
        palette={palette}
        colour={screen.colour}
        onColour={(colour) => onChange({ colour })}
        onLit={setLitColour}
        width={screen.view === 'time-order' ? 'time' : `total ${data.format.unit}`}
      />
    </div>
  );
}

type PartProps = ProfilePictureProps & { readonly litColour: number | null };

function Tree({
  info,
  screen,
  data,
  matches,
  chosen,
  palette,
  litColour,
  actions,
  onZoom,
  chart,
}: PartProps): ReactNode {
  const { tree, flame } = data;
  return (
    <QueryBody
      subject="The flame graph"
      loading={tree.status === 'loading'}
      error={tree.error}
      onRetry={tree.retry}
    >
      {flame === null ? null : flame.nodes.count === 0 ? (
        <EmptyState
          title={data.selected?.samples === 0 ? 'No samples in the selection' : 'The samples have no stacks'}
        >
          Choose more time or threads, or remove a transform.
        </EmptyState>
      ) : (
        <FlamePane
          label={`${info.name}, ${screen.inverted ? 'callers of each function' : 'flame graph'}${screen.view === 'left-heavy' ? ', heaviest first' : ''}`}
          data={flame}
          orientation={screen.upright ? 'flame' : 'icicle'}
          groups={data.groups}
          palette={palette}
          format={data.format}
          matches={matches}
          colour={screen.colour}
          litColour={litColour}
          selfName={screen.inverted ? 'Without a caller' : 'Self'}
          selected={chosen.nodeIn(flame)}
          onSelect={(node) => chosen.chooseBox(flame, flame.functions, flame.nodes.function, node)}
          actions={actions}
          onZoom={onZoom}
          chart={chart}
        />
      )}
    </QueryBody>
  );
}

function Time({
  info,
  screen,
  data,
  chosen,
  palette,
  litColour,
  actions,
  onZoom,
  chart,
  thread,
}: PartProps): ReactNode {
  const span = useMemo(
    () => screen.span ?? { fromMs: 0, toMs: info.durationMs ?? 0 },
    [screen.span, info.durationMs],
  );
  const { chooseFunction } = chosen;
  const choose = useCallback(
    (order: ProfileTimeOrder, row: number) => chooseFunction(order.functions, row),
    [chooseFunction],
  );
  return (
    <TimeOrderPane
      key={`${span.fromMs} ${span.toMs}`}
      info={info}
      selection={data.selection}
      thread={thread}
      span={span}
      orientation={screen.upright ? 'flame' : 'icicle'}
      groups={data.groups}
      palette={palette}
      search={screen.search}
      colour={screen.colour}
      litColour={litColour}
      onChoose={choose}
      actions={actions}
      onZoom={onZoom}
      chart={chart}
    />
  );
}

function Sandwich({
  screen,
  data,
  chosen,
  palette,
  litColour,
  actions,
  onZoom,
  chart,
  middle,
  onChange,
  onHalf,
  halves,
}: PartProps): ReactNode {
  if (middle === null)
    return <EmptyState title="Choose a function">The table below has all of them.</EmptyState>;
  function choose(choice: SandwichChoice | null): void {
    onHalf(choice?.data ?? null);
    // The function in the middle stays there; until then it was the one that is selected.
    if (choice !== null && screen.middle === null) onChange({ middle });
    if (choice === null) chosen.clear();
    else chosen.chooseBox(choice.data, choice.data.functions, choice.data.nodes.function, choice.node);
  }
  return (
    <SandwichPane
      ref={halves}
      selection={data.selection}
      middle={middle}
      occurrence={screen.occurrence}
      onOccurrence={(occurrence) => onChange({ occurrence })}
      format={data.format}
      groups={data.groups}
      palette={palette}
      search={screen.search}
      colour={screen.colour}
      litColour={litColour}
      onChoose={choose}
      selectedIn={(half) => (chosen.chosen?.in === half ? chosen.nodeIn(half) : NO_NODE)}
      actions={actions}
      onZoom={onZoom}
      chart={chart}
    />
  );
}
