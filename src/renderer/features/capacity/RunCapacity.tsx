import './capacity.css';
import { useMemo, useState, type ReactNode } from 'react';
import { DEFAULT_FINDING_SETTINGS } from '#shared/model/finding.ts';
import { headroomOf } from '#shared/model/headroom.ts';
import type { Run } from '#shared/model/run.ts';
import { useEngineQuery } from '../../data/use-query.ts';
import { QueryBody } from '../../panels/query-body/QueryBody.tsx';
import { classes } from '../../ui/class-names.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { FigureStrip } from './FigureStrip.tsx';
import { LevelPanel } from './LevelPanel.tsx';
import { LevelsTable } from './LevelsTable.tsx';
import { SoakPanel } from './SoakPanel.tsx';
import { SpikesPanel } from './SpikesPanel.tsx';

/** With fewer loads the charts have hardly anything to show, and give their room to the trends. */
const FEW_LEVELS = 3;

/** How much load the system takes, how it recovers from too much, and what long load does to it (methods E4 to E7). */
export function RunCapacity({ run }: { readonly run: Run }): ReactNode {
  const answer = useEngineQuery('capacity.get', { runId: run.id });
  const gates = useEngineQuery('gates.document', {});
  const capacity = answer.data;
  const expected = gates.data?.expectedPerSec ?? null;
  const headroom = useMemo(
    () =>
      capacity === null || expected === null
        ? null
        : headroomOf(capacity, expected, DEFAULT_FINDING_SETTINGS.headroom),
    [capacity, expected],
  );
  const [active, setActive] = useState<number | null>(null);
  return (
    <div
      className={classes('capacity', capacity !== null && capacity.levels.length < FEW_LEVELS && 'has-few')}
      data-pane="capacity"
    >
      <section className="capacity__load" aria-label="Capacity">
        <QueryBody
          subject="The capacity"
          loading={answer.status === 'loading'}
          error={answer.error}
          onRetry={answer.retry}
        >
          {capacity === null ? null : capacity.levels.length === 0 ? (
            <EmptyState title="Nothing tells how much load the system takes">
              {capacity.notes.join(' ')}
            </EmptyState>
          ) : (
            <div className="capacity__measured">
              <FigureStrip runId={run.id} capacity={capacity} headroom={headroom} expectedPerSec={expected} />
              <div className="capacity__charts">
                {(['throughput', 'response'] as const).map((kind) => (
                  <LevelPanel
                    key={kind}
                    run={run}
                    kind={kind}
                    capacity={capacity}
                    headroom={headroom}
                    active={active}
                    onActive={setActive}
                  />
                ))}
              </div>
            </div>
          )}
        </QueryBody>
      </section>
      <div className="capacity__details">
        <div className="capacity__left">
          <LevelsTable capacity={capacity} onActive={setActive} />
          <SpikesPanel run={run} />
        </div>
        <SoakPanel run={run} />
      </div>
    </div>
  );
}
