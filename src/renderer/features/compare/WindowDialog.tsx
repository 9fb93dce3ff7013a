import { useMemo, useState, type ReactNode } from 'react';
import type { ComparedRun, ComparedWindow } from '#shared/model/comparison.ts';
import { wholeRun, type TimeSpan } from '#shared/model/filter.ts';
import type { Run } from '#shared/model/run.ts';
import { pairedModel } from '../../charts/paired-series/model.ts';
import { PairedChart } from '../../charts/paired-series/PairedChart.tsx';
import { timeSeriesModel } from '../../charts/time-series/model.ts';
import { useNewCrosshair } from '../../charts/use-crosshair.tsx';
import { useEngineQuery } from '../../data/use-query.ts';
import { canHavePhases, usePhases } from '../../panels/phases/use-phases.ts';
import { QueryBody } from '../../panels/query-body/QueryBody.tsx';
import type { Side } from '../../state/compare-draft.ts';
import { useActions, useAppState } from '../../state/use-store.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { formatSpan } from '../../ui/duration-format.ts';
import { Segmented } from '../../ui/Segmented.tsx';
import { windowName } from './side-words.ts';

const MAX_BUCKETS = 200;
const PERCENTILES = [50, 95] as const;
const KINDS = [
  { value: 'steady', label: 'Steady phase' },
  { value: 'all', label: 'Whole run' },
  { value: 'set', label: 'Set by hand' },
] as const;

interface WindowDialogProps {
  readonly side: Side;
  readonly runs: readonly Run[];
  /** The windows as they were found; empty before the first answer. */
  readonly compared: readonly ComparedRun[];
  readonly onClose: () => void;
}

/** Which part of each run is compared. */
export function WindowDialog({ side, runs, compared, onClose }: WindowDialogProps): ReactNode {
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Window of the ${side}`}
      note="what the verdicts are made from"
      size="large"
      actions={
        <Button variant="primary" onClick={onClose}>
          Done
        </Button>
      }
    >
      {runs.map((run) => (
        <RunWindow
          key={run.id}
          side={side}
          run={run}
          found={compared.find((other) => other.runId === run.id)?.window ?? null}
        />
      ))}
    </Dialog>
  );
}

interface RunWindowProps {
  readonly side: Side;
  readonly run: Run;
  readonly found: TimeSpan | null;
}

function RunWindow({ side, run, found }: RunWindowProps): ReactNode {
  const { runIds, windows } = useAppState((state) => state.compare.draft[side]);
  const { setComparedWindow } = useActions();
  const kept: ComparedWindow = windows[runIds.indexOf(run.id)] ?? 'steady';
  const phases = usePhases(run);
  const steady = phases.report?.steady ?? null;
  const [moving, setMoving] = useState<TimeSpan | null>(null);
  const span = moving ?? spanOf(kept, run, steady, found);
  const set = (window: ComparedWindow): void => setComparedWindow(side, run.id, window);
  const timed = canHavePhases(run);

  return (
    <section className="window-run" aria-label={run.name}>
      <header>
        <h3 className="ellipsis">{run.name}</h3>
        <Segmented
          label={`Window of ${run.name}`}
          value={typeof kept === 'string' ? kept : 'set'}
          options={timed ? KINDS : KINDS.slice(1, 2)}
          onChange={(kind) => set(kind === 'set' ? (span ?? { fromMs: 0, toMs: run.durationMs }) : kind)}
        />
        <span className="figure text-2">
          {span === null
            ? kept === 'steady'
              ? (phases.report?.note ?? 'No steady phase was found.')
              : windowName(kept)
            : `${windowName(span)}, ${formatSpan(span.toMs - span.fromMs)}`}
        </span>
      </header>
      {timed ? (
        <WindowChart
          side={side}
          run={run}
          span={span}
          onBrush={(next, isMoving) => {
            setMoving(isMoving ? next : null);
            if (!isMoving) set(next ?? 'all');
          }}
        />
      ) : (
        <p>Without time stamps of its samples a run can only be compared as a whole.</p>
      )}
    </section>
  );
}

function spanOf(
  window: ComparedWindow,
  run: Run,
  steady: TimeSpan | null,
  found: TimeSpan | null,
): TimeSpan | null {
  if (window === 'all') return { fromMs: 0, toMs: run.durationMs };
  return window === 'steady' ? (steady ?? found) : window;
}

interface WindowChartProps {
  readonly side: Side;
  readonly run: Run;
  readonly span: TimeSpan | null;
  readonly onBrush: (span: TimeSpan | null, moving: boolean) => void;
}

function WindowChart({ side, run, span, onBrush }: WindowChartProps): ReactNode {
  const crosshair = useNewCrosshair();
  const phases = usePhases(run);
  const series = useEngineQuery('latency.series', {
    filter: wholeRun(run.id),
    percentiles: [...PERCENTILES],
    maxBuckets: MAX_BUCKETS,
  });
  const model = useMemo(() => {
    if (series.data === null) return null;
    const { lines } = timeSeriesModel(run, series.data, PERCENTILES);
    const name = side === 'baseline' ? 'A' : 'B';
    return pairedModel(
      [{ name, durationMs: run.durationMs, lines, judged: null, phases: phases.report?.phases ?? [] }],
      run.clockTickMs,
    );
  }, [series.data, phases.report, run, side]);
  return (
    <div className="window-run__chart">
      <QueryBody
        subject="The timeline"
        loading={series.status === 'loading'}
        error={series.error}
        onRetry={series.retry}
      >
        {model === null ? null : (
          <PairedChart
            owner={`window-${run.id}`}
            model={model}
            span={span}
            spanLabel={span === null ? '' : formatSpan(span.toMs - span.fromMs)}
            stepMs={run.durationMs >= 30_000 ? 1000 : 100}
            onBrush={onBrush}
            crosshair={crosshair}
          />
        )}
      </QueryBody>
    </div>
  );
}
