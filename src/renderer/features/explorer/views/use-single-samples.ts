import { useMemo } from 'react';
import type { WireError } from '#shared/contract/errors.ts';
import type { SelectedTime, TimeSpan } from '#shared/model/filter.ts';
import { clipTime } from '#shared/model/time-spans.ts';
import { axisLabel } from '../../../charts/axis-label.ts';
import { drawSampleMark, drawSamples } from '../../../charts/scatter/sample-draw.ts';
import {
  describeSamples,
  nearestSample,
  sampleAxis,
  sampleDuration,
  sampleReadout,
  sampleScatterModel,
  type SampleScatterModel,
} from '../../../charts/scatter/sample-model.ts';
import type { PlotPlace, TimePicture } from '../../../charts/time-plot/TimePlot.tsx';
import { binsOfSpan } from '../../../data/latency-cube.ts';
import { cubeHistogram } from '../../../data/latency-cube-grid.ts';
import { useEngineQuery } from '../../../data/use-query.ts';
import { cubeSelection } from '../../../panels/run-figures/estimated-figures.ts';
import { sampleFilter } from '../../../state/selectors.ts';
import { useAppState } from '../../../state/use-store.ts';
import { useExplorer } from '../explorer-context.ts';

/** More points than this cover each other. */
export const MAX_SAMPLES = 5000;
/** What a plot usually measures: distances are judged in its px. */
const PLOT_PX = { width: 800, height: 200 } as const;
const REACH_PX = 24;
/** Steps of the keyboard's cursor, as a factor. */
const STEP = 1.05;

export interface SingleSamples {
  /** Samples of the selection in sight, as far as they can be told without asking for them. */
  readonly count: number | null;
  readonly model: SampleScatterModel | null;
  readonly picture: TimePicture | null;
  readonly loading: boolean;
  readonly error: WireError | null;
  readonly retry: () => void;
}

/** The samples of the selection in the part of the run that is looked at, where they are few enough to be points. */
export function useSingleSamples(): SingleSamples {
  const { run, data, zoom } = useExplorer();
  const settled = useAppState((state) => state.selection.settled);
  const mode = useAppState((state) => state.layout.charts.latencyScale);
  const window = zoom.state.settled;
  const time = useMemo(() => overlap(settled.time, window), [settled.time, window]);
  const cube = data.cube?.cube ?? null;
  const counted = useMemo(() => {
    const asked = cube === null ? null : cubeSelection(cube, { ...settled, time });
    if (cube === null || asked === null) return null;
    return cubeHistogram(cube, asked, binsOfSpan(cube, time)).reduce((sum, count) => sum + count, 0);
  }, [cube, settled, time]);
  // With a latency band the cube cannot tell; the figures can where no zoom narrows the selection further.
  const count = counted ?? (window === null ? (data.figures.figures?.overall.samples ?? null) : null);
  const filter = sampleFilter({ ...settled, time });
  const few = count === null ? window !== null : count <= MAX_SAMPLES;
  const {
    data: page,
    status,
    error,
    retry,
  } = useEngineQuery(
    'latency.samples',
    filter === null || !few
      ? null
      : { filter, order: 'startMs', descending: false, offset: 0, limit: MAX_SAMPLES },
  );
  const model = useMemo(
    () => (page === null || page.total > MAX_SAMPLES ? null : sampleScatterModel(run, page, mode)),
    [run, page, mode],
  );
  const span = useMemo(() => time ?? { fromMs: 0, toMs: run.durationMs }, [time, run.durationMs]);
  const picture = useMemo(
    () => (model === null ? null : pictureOf(model, span, run.clockTickMs)),
    [model, span, run.clockTickMs],
  );
  return {
    count: few && page !== null ? page.total : count,
    model: few ? model : null,
    picture: few ? picture : null,
    loading: few && status === 'loading',
    error,
    retry,
  };
}

function overlap(time: SelectedTime | null, window: TimeSpan | null): SelectedTime | null {
  if (time === null || window === null) return time ?? window;
  return clipTime(time, window) ?? { fromMs: window.fromMs, toMs: window.fromMs };
}

function pictureOf(model: SampleScatterModel, span: TimeSpan, tickMs: number): TimePicture {
  const duration = sampleDuration(model);
  const [low, high] = sampleAxis(model, 0, 1).domain;
  const height = (valueMs: number): number =>
    model.mode === 'log'
      ? Math.log(Math.max(valueMs, low) / low) / Math.log(high / low)
      : (valueMs - low) / (high - low);
  const nearest = ({ timeMs, value }: PlotPlace): number =>
    nearestSample(
      model,
      (sampleMs, elapsedMs) =>
        Math.hypot(
          ((sampleMs - timeMs) / Math.max(span.toMs - span.fromMs, 1)) * PLOT_PX.width,
          (height(elapsedMs) - height(value)) * PLOT_PX.height,
        ),
      REACH_PX,
    );
  return {
    title: `Response time, ${duration.unit}${model.mode === 'log' ? ' (log)' : ''}, of each sample`,
    label: describeSamples(model),
    bucketMs: Math.max(1, (span.toMs - span.fromMs) / 200),
    axis: (top, bottom) => sampleAxis(model, top, bottom),
    tick: (value) => axisLabel(value, duration),
    paint: (context, frame) => drawSamples(context, frame, model),
    paintMark: (context, frame, at) => {
      const row = nearest(at);
      if (row >= 0) drawSampleMark(context, frame, model, row);
    },
    snapTime: (timeMs) => timeMs,
    readout: (at) => {
      const row = nearest(at);
      return row < 0 ? null : sampleReadout(model, row);
    },
    bands: {
      snapMs: (valueMs) => Math.round(valueMs / tickMs) * tickMs,
      step: (valueMs, direction) =>
        direction > 0
          ? Math.max(valueMs * STEP, valueMs + tickMs)
          : Math.min(valueMs / STEP, Math.max(0, valueMs - tickMs)),
    },
  };
}
