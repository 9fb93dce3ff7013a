import { formatDuration, formatElapsed, formatSpan, type DurationScale } from '../../ui/duration-format.ts';
import { exactNumber } from '../../ui/number-format.ts';
import type { ChartTable } from '../chart-table.ts';
import { bucketLength } from '../time-series/summary.ts';
import { lineAt } from './draw.ts';
import type { PairedModel } from './model.ts';

/** "30 s buckets, each from its own start": the sides may differ in the width of their buckets. */
export function describePairedBuckets({ sides }: PairedModel): string {
  const widths = new Set(sides.flatMap((side) => side.lines.slice(-1).map((line) => line.bucketMs)));
  if (widths.size === 0) return 'no samples';
  return `${[...widths].map(bucketLength).join(' and ')} buckets, from each run's own start`;
}

/** The picture in words. */
export function describePaired(model: PairedModel, duration: DurationScale): string {
  const words = model.sides.flatMap((side) =>
    side.lines.flatMap((line) => {
      const known = line.valuesMs.filter((value) => !Number.isNaN(value));
      if (known.length === 0) return [`${side.name} p${line.percentile}: too few samples.`];
      const text = (ms: number): string => formatDuration(ms, duration);
      const [min, max] = [known.reduce((a, b) => Math.min(a, b)), known.reduce((a, b) => Math.max(a, b))];
      return [`${side.name} p${line.percentile} from ${text(min)} to ${text(max)} ${duration.unit}.`];
    }),
  );
  return `Response times over ${formatSpan(model.durationMs)}, ${describePairedBuckets(model)}. ${words.join(' ')}`;
}

/** Buckets of all lines side by side; a line whose buckets are wider has its value where one begins. */
export function pairedTable(model: PairedModel, duration: DurationScale): ChartTable {
  const lines = model.sides.flatMap((side) => side.lines.map((line) => ({ side, line })));
  const starts = [...new Set(lines.flatMap(({ line }) => [...line.startMs]))].sort((a, b) => a - b);
  const step = lines.reduce((least, { line }) => Math.min(least, line.bucketMs), 1000);
  return {
    rowCount: starts.length,
    columns: [
      {
        id: 'start',
        header: 'Start',
        value: (row) => starts[row]!,
        text: (ms) => formatElapsed(ms, step),
        copy: exactNumber,
        copyHeader: 'Start, ms',
      },
      ...lines.map(({ side, line }) => ({
        id: `${side.name}${line.percentile}`,
        header: `${side.name} p${line.percentile}, ${duration.unit}`,
        copyHeader: `${side.name} p${line.percentile}, ms`,
        value: (row: number) => (line.startMs.includes(starts[row]!) ? lineAt(line, starts[row]!) : NaN),
        text: (ms: number) => formatDuration(ms, duration),
      })),
    ],
  };
}
