import { drawStacked } from '../../../charts/stacked/draw.ts';
import { stackedAxis, type StackedModel } from '../../../charts/stacked/model.ts';
import { describeStacked, stackedReadout } from '../../../charts/stacked/summary.ts';
import { formatRound } from '../../../charts/round-number.ts';
import type { TimePicture } from '../../../charts/time-plot/TimePlot.tsx';
import { bucketAt } from '../../../charts/time-series/model.ts';

/** A stack per bucket as a plot over time. */
export function stackedPicture(model: StackedModel, title: string): TimePicture {
  return {
    title,
    label: describeStacked(model, title),
    bucketMs: model.bucketMs,
    axis: (top, bottom) => stackedAxis(model, top, bottom),
    tick: formatRound,
    paint: (context, frame) => drawStacked(context, frame, model),
    snapTime: (timeMs) => {
      const bucket = bucketAt(model, timeMs);
      return Math.min((model.startMs[bucket] ?? 0) + model.bucketMs / 2, model.durationMs);
    },
    readout: ({ timeMs }) => stackedReadout(model, timeMs),
    bands: null,
  };
}
