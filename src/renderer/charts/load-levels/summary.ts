import { formatDuration, type DurationScale } from '../../ui/duration-format.ts';
import { numberFormat } from '../../ui/number-format.ts';
import type { ChartTable } from '../chart-table.ts';
import type { TooltipContent } from '../pinned/tooltip-text.ts';
import { concurrencyName, loadOf, usersText, valueOf, type LevelPlotModel } from './model.ts';

/** The picture in words. */
export function describeLevels({ kind, levels, marks, concurrency }: LevelPlotModel): string {
  const name = kind === 'throughput' ? 'Throughput by concurrency' : 'p95 of response time by throughput';
  if (levels.length === 0) return `${name}: no loads were measured.`;
  const range = (values: readonly number[]): string =>
    `${numberFormat.short(Math.min(...values))} to ${numberFormat.short(Math.max(...values))}`;
  const loads = range(levels.map((level) => loadOf(kind, level)));
  const values = range(levels.map((level) => valueOf(kind, level)));
  const told = marks.map(({ name: mark, at }) => `${mark} ${numberFormat.short(at)}`).join(', ');
  const unit = kind === 'throughput' ? concurrencyName(concurrency) : 'per second';
  return `${name}, ${levels.length} loads: ${loads} ${unit}; ${values} ${kind === 'throughput' ? 'per second' : 'ms'}.${told === '' ? '' : ` Marked: ${told}.`}`;
}

/** One load, as its tooltip and the keyboard read it. */
export function levelReadout(
  { levels, concurrency }: LevelPlotModel,
  index: number,
  duration: DurationScale,
): TooltipContent | null {
  const level = levels[index];
  if (level === undefined) return null;
  const { users, throughputPerSec, p95Ms, errorRate, buckets } = level;
  return {
    title: `${usersText(users)} ${concurrencyName(concurrency)}`,
    note: buckets === 1 ? '1 bucket' : `${numberFormat.count(buckets)} buckets`,
    rows: [
      { name: 'Throughput', value: `${numberFormat.short(throughputPerSec)} /s` },
      {
        name: 'p95',
        value: p95Ms === null ? 'too few samples' : `${formatDuration(p95Ms, duration)} ${duration.unit}`,
      },
      { name: 'Errors', value: numberFormat.percent(errorRate) },
    ],
  };
}

export function levelTable({ levels, concurrency }: LevelPlotModel): ChartTable {
  return {
    rowCount: levels.length,
    columns: [
      {
        id: 'users',
        header: concurrency === 'in-flight' ? 'Under way' : 'Users',
        value: (row) => levels[row]!.users,
        text: usersText,
      },
      {
        id: 'throughput',
        header: 'Per second',
        value: (row) => levels[row]!.throughputPerSec,
        text: numberFormat.short,
      },
      { id: 'p95', header: 'p95, ms', value: (row) => levels[row]!.p95Ms ?? NaN, text: numberFormat.short },
      {
        id: 'errors',
        header: 'Errors, %',
        value: (row) => levels[row]!.errorRate * 100,
        text: numberFormat.short,
      },
      { id: 'buckets', header: 'Buckets', value: (row) => levels[row]!.buckets, text: numberFormat.count },
    ],
  };
}
