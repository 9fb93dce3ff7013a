import { useCallback, useImperativeHandle, useMemo, useRef, type ReactNode, type Ref } from 'react';
import type { FunctionPlace, Occurrence, ProfileSandwich, ProfileSelection } from '#shared/model/profile.ts';
import type { FlameHandle } from '../../charts/flame/FlameChart.tsx';
import { treeGeometry } from '../../charts/flame/flame-geometry.ts';
import type { FramePalette } from '../../charts/flame/frame-colours.ts';
import { nextMatchOfPictures } from '../../charts/flame/function-search.ts';
import type { FrameGroups } from '../../charts/flame/frame-group.ts';
import { useEngineQuery } from '../../data/use-query.ts';
import { QueryBody } from '../../panels/query-body/QueryBody.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { numberFormat } from '../../ui/number-format.ts';
import { Segmented } from '../../ui/Segmented.tsx';
import type { FlameData } from './flame-data.ts';
import { FlamePane } from './FlamePane.tsx';
import type { FrameActions } from './frame-menu.tsx';
import { useFunctionSearch } from './use-function-search.ts';
import { shareOf, type WeightFormat } from './weight-format.ts';

/** A box of one of the two halves. */
export interface SandwichChoice {
  readonly data: FlameData;
  readonly node: number;
}

interface SandwichPaneProps {
  readonly selection: ProfileSelection;
  readonly middle: FunctionPlace;
  readonly occurrence: Occurrence;
  readonly onOccurrence: (occurrence: Occurrence) => void;
  readonly format: WeightFormat;
  readonly groups: FrameGroups;
  readonly palette: FramePalette;
  readonly search: string;
  readonly colour: 'module' | 'search';
  readonly litColour: number | null;
  readonly onChoose: (choice: SandwichChoice | null) => void;
  /** The chosen box of a half. */
  readonly selectedIn: (half: FlameData) => number;
  readonly actions: FrameActions;
  /** Shows a box of the callees as wide as the picture. */
  readonly onZoom: (node: number) => void;
  /** The half that pictures are taken of. */
  readonly chart: { readonly current: FlameHandle | null } & Ref<FlameHandle>;
  readonly ref?: Ref<SandwichHandle>;
}

export interface SandwichHandle {
  /** Selects the next box that the search finds, or the one before, in either half. */
  readonly step: (step: 1 | -1) => void;
}

/** One function: who calls it above, what it calls below, wherever that is. */
export function SandwichPane(props: SandwichPaneProps): ReactNode {
  const { selection, middle, occurrence, format } = props;
  const answer = useEngineQuery('profiles.sandwich', {
    selection,
    function: middle,
    occurrence,
    order: 'heaviest',
  });
  const data = answer.data;
  return (
    <div className="profile__sandwich">
      <div className="profile__sandwich-head">
        <h2 className="mono ellipsis" title={middle.name}>
          {middle.name}
        </h2>
        <span className="text-2 figure">
          {data === null
            ? ''
            : `${format.withUnit(data.functionTotal)}, ${numberFormat.percent(shareOf(data.functionTotal, data.selected.total))} of what is shown, ${numberFormat.count(data.functionSamples)} samples`}
        </span>
        <span className="profile__space" />
        <span className="text-3">Where it recurs</span>
        <Segmented
          label="Where it recurs"
          value={occurrence}
          options={[
            { value: 'outermost', label: 'Outermost' },
            { value: 'innermost', label: 'Innermost' },
          ]}
          onChange={props.onOccurrence}
        />
      </div>
      <QueryBody
        subject="Callers and callees"
        loading={answer.status === 'loading'}
        error={answer.error}
        onRetry={answer.retry}
      >
        {data === null ? null : data.functionTotal === 0 ? (
          <EmptyState title="The function is in no sample that is shown">
            Choose another function in the table, or remove a transform.
          </EmptyState>
        ) : (
          <Halves {...props} sandwich={data} />
        )}
      </QueryBody>
    </div>
  );
}

function Halves({
  sandwich,
  ref,
  ...props
}: SandwichPaneProps & { readonly sandwich: ProfileSandwich }): ReactNode {
  const { functions, functionTotal } = sandwich;
  const { matches } = useFunctionSearch(props.search, functions);
  const callersChart = useRef<FlameHandle>(null);
  const zoomCallers = useCallback((node: number) => callersChart.current?.zoomTo(node), []);
  const halves = useMemo(() => {
    const half = (nodes: ProfileSandwich['callers']): FlameData => ({
      functions,
      nodes,
      geometry: treeGeometry(nodes, functionTotal, false),
      total: sandwich.selected.total,
    });
    return { callers: half(sandwich.callers), callees: half(sandwich.callees) };
  }, [sandwich, functions, functionTotal]);

  /** Through the callers, then through what is called. */
  function step(by: 1 | -1): void {
    if (matches === null) return;
    const pictures = [halves.callers, halves.callees];
    const from = pictures.findIndex((data) => props.selectedIn(data) >= 0);
    const next = nextMatchOfPictures(
      pictures.map(({ geometry }) => geometry),
      matches,
      from < 0 ? null : { picture: from, node: props.selectedIn(pictures[from]!) },
      by,
    );
    if (next === null) return;
    props.onChoose({ data: pictures[next.picture]!, node: next.node });
    (next.picture === 0 ? callersChart : props.chart).current?.reveal(next.node);
  }
  useImperativeHandle(ref, () => ({ step }));

  function pane(half: 'callers' | 'callees'): ReactNode {
    const data = halves[half];
    return (
      <FlamePane
        label={half === 'callers' ? `Callers of ${props.middle.name}` : `Callees of ${props.middle.name}`}
        data={data}
        orientation={half === 'callers' ? 'flame' : 'icicle'}
        groups={props.groups}
        palette={props.palette}
        format={props.format}
        matches={matches}
        colour={props.colour}
        litColour={props.litColour}
        selfName={half === 'callers' ? 'Without a caller' : 'Self'}
        selected={props.selectedIn(data)}
        onSelect={(node) => props.onChoose(node < 0 ? null : { data, node })}
        actions={props.actions}
        onZoom={half === 'callees' ? props.onZoom : zoomCallers}
        chart={half === 'callees' ? props.chart : callersChart}
      />
    );
  }

  return (
    <div className="profile__halves">
      <section aria-label="Callers">
        <span className="profile__half-name">
          Callers
          {sandwich.leftOutBelow > 0 && sandwich.leftOutWeight > 0 && (
            <>, below {numberFormat.percent(sandwich.leftOutBelow)} left out</>
          )}
        </span>
        {pane('callers')}
      </section>
      <section aria-label="Callees">
        <span className="profile__half-name">Callees</span>
        {pane('callees')}
      </section>
    </div>
  );
}
