import { formatDuration, formatElapsed } from '../../ui/duration-format.ts';
import { numberFormat } from '../../ui/number-format.ts';
import type { TooltipContent } from '../pinned/tooltip-text.ts';
import type { ValueMark } from '../value-chart/ValueChart.tsx';
import { pointAt } from './load-model.ts';
import type { LoadScene } from './load-scene.ts';

/** The bucket of an instant, and what load it had; null where it has no point. */
export function loadReadout({ model, duration }: LoadScene, { timeMs }: ValueMark): TooltipContent | null {
  const point = timeMs === null ? null : pointAt(model, timeMs);
  if (point === null) return null;
  const half = model.bucketMs / 2;
  const step = Math.min(model.bucketMs, 1000);
  const edge = (ms: number): string => formatElapsed(Math.min(Math.max(ms, 0), model.durationMs), step);
  return {
    title: `${edge(point.timeMs - half)}–${edge(point.timeMs + half)}`,
    note: null,
    rows: [
      { name: `p${model.percentile}`, value: `${formatDuration(point.valueMs, duration)} ${duration.unit}` },
      model.kind === 'threads'
        ? { name: 'Threads', value: numberFormat.short(point.load) }
        : { name: 'Throughput', value: `${numberFormat.short(point.load)} /s` },
    ],
  };
}

/** In px of the chart. */
export function loadPlace(
  { model, loads, values }: LoadScene,
  { timeMs, valueMs }: ValueMark,
): { readonly x: number; readonly y: number } {
  const point = timeMs === null ? null : pointAt(model, timeMs);
  return { x: loads.toPx(point?.load ?? 0), y: values.toPx(point?.valueMs ?? valueMs) };
}
