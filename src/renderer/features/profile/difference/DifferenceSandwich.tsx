import { useCallback, useMemo, useRef, type ReactNode, type Ref } from 'react';
import type { EngineParams } from '#shared/contract/engine.ts';
import type { Occurrence } from '#shared/model/profile.ts';
import type { ProfileDifference, SandwichHalf } from '#shared/model/profile-difference.ts';
import type { FlameHandle } from '../../../charts/flame/FlameChart.tsx';
import { NO_NODE, type FlameGeometry } from '../../../charts/flame/flame-geometry.ts';
import { useEngineQuery } from '../../../data/use-query.ts';
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
      <div className="profile__halves">
        <Half {...props} name={name} half="callers" />
        <Half {...props} name={name} half="callees" />
      </div>
    </div>
  );
}

const TITLES: Readonly<Record<SandwichHalf, string>> = { callers: 'Callers', callees: 'Callees' };

interface HalfProps extends DifferenceSandwichProps {
  readonly name: string;
  readonly half: SandwichHalf;
}

function Half({ half, name, ...props }: HalfProps): ReactNode {
  const { question, difference, row, draft } = props;
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
          <HalfPicture {...props} data={data} geometry={geometry} half={half} name={name} />
        )}
      </QueryBody>
    </section>
  );
}

function HalfPicture({
  data,
  geometry,
  half,
  name,
  ...props
}: HalfProps & { readonly data: ProfileDifference; readonly geometry: FlameGeometry }): ReactNode {
  const { chosen, onChoose, chart } = props;
  const callers = useRef<FlameHandle>(null);
  const zoom = useCallback(
    (node: number) => (half === 'callers' ? callers : chart).current?.zoomTo(node),
    [half, chart],
  );
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
      onZoom={zoom}
      chart={half === 'callers' ? callers : chart}
    />
  );
}
