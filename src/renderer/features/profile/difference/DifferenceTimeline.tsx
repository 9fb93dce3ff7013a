import { useMemo, useState, type ReactNode } from 'react';
import type { TimeSpan } from '#shared/model/filter.ts';
import type { EngineParams } from '#shared/contract/engine.ts';
import { ActivityChart } from '../../../charts/profile-activity/ActivityChart.tsx';
import { activityModel } from '../../../charts/profile-activity/model.ts';
import { useEngineQuery } from '../../../data/use-query.ts';
import { QueryBody } from '../../../panels/query-body/QueryBody.tsx';
import { formatSpan } from '../../../ui/duration-format.ts';

interface DifferenceTimelineProps {
  readonly question: EngineParams<'profiles.difference'>;
  readonly span: TimeSpan | null;
  readonly onSpan: (span: TimeSpan | null) => void;
}

const BINS = 600;

/** Both sides' time below each other, from the start of each; one part is chosen for both. */
export function DifferenceTimeline({ question, span, onSpan }: DifferenceTimelineProps): ReactNode {
  const [moving, setMoving] = useState<TimeSpan | null>(null);
  const baseline = useEngineQuery('profiles.activity', activityQuestion(question.baseline));
  const candidate = useEngineQuery('profiles.activity', activityQuestion(question.candidate));
  const model = useMemo(
    () =>
      baseline.data === null || candidate.data === null
        ? null
        : activityModel([
            { side: 'a', activity: baseline.data },
            { side: 'b', activity: candidate.data },
          ]),
    [baseline.data, candidate.data],
  );
  const shown = moving ?? span;
  return (
    <section className="profile__timeline" aria-label="Time" data-pane="timeline">
      <div className="profile__timeline-chart">
        <QueryBody
          subject="The overview"
          loading={baseline.status === 'loading' || candidate.status === 'loading'}
          error={baseline.error ?? candidate.error}
          onRetry={() => {
            baseline.retry();
            candidate.retry();
          }}
        >
          {model === null ? null : (
            <ActivityChart
              label="Activity of both sides, A above B"
              model={model}
              span={shown}
              spanText={shown === null ? '' : `${formatSpan(shown.toMs - shown.fromMs)} selected, both sides`}
              onBrush={(next, isMoving) => {
                setMoving(isMoving ? next : null);
                if (!isMoving) onSpan(next);
              }}
            />
          )}
        </QueryBody>
      </div>
    </section>
  );
}

/** Of several profiles the first stands for the side. */
function activityQuestion({
  profiles,
}: EngineParams<'profiles.difference'>['baseline']): EngineParams<'profiles.activity'> {
  const { profileId, weight, threads } = profiles[0]!.selection;
  return { profileId, weight, threads, bins: BINS };
}
