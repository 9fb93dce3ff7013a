import { useMemo, useState, type ReactNode } from 'react';
import type { ProfileInfo, ProfileSelection } from '#shared/model/profile.ts';
import type { TimeSpan } from '#shared/model/filter.ts';
import { ActivityChart } from '../../charts/profile-activity/ActivityChart.tsx';
import { activityModel } from '../../charts/profile-activity/model.ts';
import { HeatChart } from '../../charts/profile-heat/HeatChart.tsx';
import { useEngineQuery } from '../../data/use-query.ts';
import { QueryBody } from '../../panels/query-body/QueryBody.tsx';
import { Button } from '../../ui/Button.tsx';
import { formatSpan } from '../../ui/duration-format.ts';
import { numberFormat } from '../../ui/number-format.ts';
import { Segmented } from '../../ui/Segmented.tsx';
import { UNDIVIDED, weightFormat } from './weight-format.ts';

interface TimelinePanelProps {
  readonly info: ProfileInfo;
  readonly selection: ProfileSelection;
  readonly span: TimeSpan | null;
  /** Samples of the span; null: not counted yet. */
  readonly samples: number | null;
  readonly kind: 'activity' | 'heat';
  readonly onKind: (kind: 'activity' | 'heat') => void;
  readonly onSpan: (span: TimeSpan | null) => void;
}

const BINS = 600;
/** A column is a second; more than this would be thinner than can be seen. */
const HEAT_COLUMNS = 600;
const HEAT_ROWS = 50;

/** The time of a profile, and the part of it that is looked at: as an overview, or second by second. */
export function TimelinePanel(props: TimelinePanelProps): ReactNode {
  const { info, selection, kind, onKind } = props;
  // What a drag has not yet chosen is drawn, but not asked about.
  const [moving, setMoving] = useState<TimeSpan | null>(null);
  const span = moving ?? props.span;
  const text =
    span === null
      ? ''
      : `${formatSpan(span.toMs - span.fromMs)} selected${
          moving === null && props.samples !== null ? `, ${numberFormat.count(props.samples)} samples` : ''
        }`;
  return (
    <section
      className={`profile__timeline profile__timeline--${kind}`}
      aria-label="Time"
      data-pane="timeline"
    >
      <div className="profile__timeline-chart">
        {kind === 'activity' ? (
          <Activity
            info={info}
            selection={selection}
            span={span}
            text={text}
            onBrush={(next, isMoving) => {
              setMoving(isMoving ? next : null);
              if (!isMoving) props.onSpan(next);
            }}
          />
        ) : (
          <Heat selection={selection} span={props.span} text={text} onSpan={props.onSpan} />
        )}
      </div>
      <div className="profile__timeline-side">
        <Segmented
          label="Time as"
          value={kind}
          options={[
            { value: 'activity', label: 'Overview' },
            { value: 'heat', label: 'Heat map' },
          ]}
          onChange={onKind}
        />
        {props.span !== null && (
          <Button size="small" variant="ghost" onClick={() => props.onSpan(null)}>
            All of the time
          </Button>
        )}
        {kind === 'heat' && (
          <>
            <span className="text-2 small" role="status">
              {text}
            </span>
            <span className="profile__heat-words text-3 small">
              A column is a second, from bottom to top. The stronger the colour, the more weight.
            </span>
          </>
        )}
      </div>
    </section>
  );
}

function Activity({
  info,
  selection,
  span,
  text,
  onBrush,
}: {
  readonly info: ProfileInfo;
  readonly selection: ProfileSelection;
  readonly span: TimeSpan | null;
  readonly text: string;
  readonly onBrush: (span: TimeSpan | null, moving: boolean) => void;
}): ReactNode {
  const { data, status, error, retry } = useEngineQuery('profiles.activity', {
    profileId: info.id,
    weight: selection.weight,
    threads: selection.threads,
    bins: BINS,
  });
  const model = useMemo(
    () => (data === null ? null : activityModel([{ side: null, activity: data }])),
    [data],
  );
  return (
    <QueryBody subject="The overview" loading={status === 'loading'} error={error} onRetry={retry}>
      {model === null ? null : (
        <ActivityChart
          label="Activity over the time of the profile"
          model={model}
          span={span}
          spanText={text}
          onBrush={onBrush}
        />
      )}
    </QueryBody>
  );
}

function Heat({
  selection,
  span,
  text,
  onSpan,
}: {
  readonly selection: ProfileSelection;
  readonly span: TimeSpan | null;
  readonly text: string;
  readonly onSpan: (span: TimeSpan | null) => void;
}): ReactNode {
  const { data, status, error, retry } = useEngineQuery('profiles.heatMap', {
    selection: { ...selection, fromMs: null, toMs: null },
    columns: HEAT_COLUMNS,
    rows: HEAT_ROWS,
  });
  const format = useMemo(
    () => (data === null ? null : weightFormat(data.unit, data.max * 10, UNDIVIDED)),
    [data],
  );
  return (
    <QueryBody subject="The heat map" loading={status === 'loading'} error={error} onRetry={retry}>
      {data === null || format === null ? null : (
        <HeatChart
          label="Weight by second, and by part of the second"
          map={data}
          weightText={format.withUnit}
          span={span}
          spanText={text}
          onSpan={onSpan}
        />
      )}
    </QueryBody>
  );
}
