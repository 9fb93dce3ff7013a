import { useCallback, useImperativeHandle, useMemo, useRef, type ReactNode, type Ref } from 'react';
import type { EngineParams } from '#shared/contract/engine.ts';
import type { Occurrence } from '#shared/model/profile.ts';
import type { ProfileDifference, SandwichHalf } from '#shared/model/profile-difference.ts';
import type { FlameHandle } from '../../../charts/flame/FlameChart.tsx';
import { NO_NODE, type FlameGeometry } from '../../../charts/flame/flame-geometry.ts';
import { nextMatchOfPictures, type FunctionMatches } from '../../../charts/flame/function-search.ts';
import { useEngineQuery, type QueryAnswer } from '../../../data/use-query.ts';
import { QueryBody } from '../../../panels/query-body/QueryBody.tsx';
import type { DifferenceDraft } from '../../../state/profile-slice.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { Segmented } from '../../../ui/Segmented.tsx';
import { functionName } from '../function-words.ts';
import { halfGeometry, type DifferenceBox } from './difference-boxes.ts';
import { DifferencePane, type DifferencePaneProps } from './DifferencePane.tsx';
import { DifferenceVerdictMark } from './DifferenceVerdictMark.tsx';
import { functionIn } from './difference-question.ts';
import { reasonAt, verdictAt } from './difference-words.ts';

interface DifferenceSandwichProps extends Pick<
  DifferencePaneProps,
  'format' | 'palette' | 'matches' | 'lit' | 'actions'
> {
  readonly question: EngineParams<'profiles.difference'>;
  /** The whole difference: functions and their rows are the same in both halves. */
  readonly difference: ProfileDifference;
  /** Row of the function in the middle. */
  readonly row: number;
  readonly draft: DifferenceDraft;
  readonly onOccurrence: (occurrence: Occurrence) => void;
  readonly chosen: DifferenceBox | null;
  readonly onChoose: (box: DifferenceBox | null) => void;
  /** The half that pictures are taken of. */
  readonly chart: { readonly current: FlameHandle | null } & Ref<FlameHandle>;
  readonly ref?: Ref<SandwichHandle>;
}

export interface SandwichHandle {
  /** Selects the next box that matches, or the one before, in either half. */
  readonly step: (matches: FunctionMatches, step: 1 | -1) => void;
}

/** One function on both sides: who calls it above, what it calls below, wherever that is, and what changed there. */
export function DifferenceSandwich(props: DifferenceSandwichProps): ReactNode {
  const { difference, row, draft, format } = props;
  const { functions, total } = difference.functions;
  if (row < 0)
    return (
      <EmptyState title="Choose a function">
        It is not in what is compared. The table below has all functions of both sides.
      </EmptyState>
    );
  const name = functionName(functions, row);
  const change = total.candidate[row]! - total.baseline[row]!;
  return (
    <div className="profile__sandwich">
      <div className="profile__sandwich-head">
        <h2 className="mono ellipsis" title={name}>
          {name}
        </h2>
        <span className="text-2 figure">
          {format.text(total.baseline[row]!)} → {format.withUnit(total.candidate[row]!)},{' '}
          {format.change(change)}
        </span>
        <DifferenceVerdictMark verdict={verdictAt(total, row)} reason={reasonAt(total, row)} />
        <span className="profile__space" />
        <span className="text-3">Where it recurs</span>
        <Segmented
          label="Where it recurs"
          value={draft.occurrence}
          options={[
            { value: 'outermost', label: 'Outermost' },
            { value: 'innermost', label: 'Innermost' },
          ]}
          onChange={props.onOccurrence}
        />
      </div>
      <Halves {...props} name={name} />
    </div>
  );
}

const TITLES: Readonly<Record<SandwichHalf, string>> = { callers: 'Callers', callees: 'Callees' };
const HALVES = ['callers', 'callees'] as const;

interface HalvesProps extends DifferenceSandwichProps {
  readonly name: string;
}

function Halves({ ref, ...props }: HalvesProps): ReactNode {
  const { chosen, onChoose, chart } = props;
  const callers = useHalf(props, 'callers');
  const callees = useHalf(props, 'callees');
  const callersChart = useRef<FlameHandle>(null);
  const parts = { callers: { ...callers, chart: callersChart }, callees: { ...callees, chart } };

  /** Through the callers, then through what is called. */
  function step(matches: FunctionMatches, by: 1 | -1): void {
    const ready = HALVES.map((half) => parts[half]).filter(({ geometry }) => geometry !== null);
    const from = ready.findIndex(({ answer }) => chosen !== null && answer.data === chosen.of);
    const next = nextMatchOfPictures(
      ready.map(({ geometry }) => geometry!),
      matches,
      chosen === null || from < 0 ? null : { picture: from, node: chosen.node },
      by,
    );
    if (next === null) return;
    const { answer, geometry, chart: picture } = ready[next.picture]!;
    onChoose({ of: answer.data!, geometry: geometry!, node: next.node });
    picture.current?.reveal(next.node);
  }
  useImperativeHandle(ref, () => ({ step }));

  return (
    <div className="profile__halves">
      {HALVES.map((half) => (
        <HalfSection key={half} {...props} {...parts[half]} half={half} />
      ))}
    </div>
  );
}

interface HalfData {
  readonly answer: QueryAnswer<ProfileDifference>;
  readonly geometry: FlameGeometry | null;
}

function useHalf({ question, difference, row, draft }: HalvesProps, half: SandwichHalf): HalfData {
  const { functions } = difference.functions;
  const asked = useMemo(
    () => ({
      ...question,
      options: {
        ...question.options,
        // The heavier caller stands first, as in the sandwich of one profile.
        order: 'heaviest' as const,
        around: { function: functionIn(functions, row), half, occurrence: draft.occurrence },
      },
    }),
    [question, functions, row, half, draft.occurrence],
  );
  const answer = useEngineQuery('profiles.difference', asked);
  const { data } = answer;
  const geometry = useMemo(
    () => (data === null ? null : halfGeometry(data.nodes, draft.width)),
    [data, draft.width],
  );
  return { answer, geometry };
}

interface HalfSectionProps extends Omit<HalvesProps, 'ref'>, HalfData {
  readonly half: SandwichHalf;
}

function HalfSection({ half, answer, geometry, ...props }: HalfSectionProps): ReactNode {
  const { data } = answer;
  return (
    <section aria-label={TITLES[half]}>
      <span className="profile__half-name">{TITLES[half]}</span>
      <QueryBody
        subject={TITLES[half]}
        loading={answer.status === 'loading'}
        error={answer.error}
        onRetry={answer.retry}
      >
        {data === null || geometry === null ? null : data.nodes.count === 0 ? (
          <EmptyState title="The function is in no sample that is compared">
            Choose another function in the table, or remove a transform.
          </EmptyState>
        ) : (
          <HalfPicture {...props} data={data} geometry={geometry} half={half} />
        )}
      </QueryBody>
    </section>
  );
}

interface HalfPictureProps extends Omit<HalvesProps, 'ref'> {
  readonly half: SandwichHalf;
  readonly data: ProfileDifference;
  readonly geometry: FlameGeometry;
}

function HalfPicture({ data, geometry, half, name, ...props }: HalfPictureProps): ReactNode {
  const { chosen, onChoose, chart } = props;
  const select = useCallback(
    (node: number) => onChoose(node === NO_NODE ? null : { of: data, geometry, node }),
    [onChoose, data, geometry],
  );
  return (
    <DifferencePane
      label={`${TITLES[half]} of ${name} on both sides`}
      difference={data}
      geometry={geometry}
      format={props.format}
      palette={props.palette}
      matches={props.matches}
      upright={half === 'callers'}
      lit={props.lit}
      selected={chosen?.of === data ? chosen.node : NO_NODE}
      onSelect={select}
      actions={props.actions}
      onZoom={(node) => chart.current?.zoomTo(node)}
      chart={chart}
    />
  );
}
