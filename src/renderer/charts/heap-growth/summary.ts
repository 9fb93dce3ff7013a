import { formatBytes } from '../../ui/byte-format.ts';
import { formatElapsed } from '../../ui/duration-format.ts';
import { numberFormat } from '../../ui/number-format.ts';
import type { ChartColumn, ChartTable } from '../chart-table.ts';
import { keptFlags, sizeUnit, usedAt, type HeapGrowthModel } from './model.ts';

/** The picture in words. */
export function describeHeapGrowth(model: HeapGrowthModel): string {
  const kept = keptFlags(model);
  const [first, last] = [kept[0], kept.at(-1)];
  if (first === undefined || last === undefined) return 'Live heap: every snapshot is left out.';
  const left = model.flags.length - kept.length;
  const bands = model.bands
    .map(
      ({ name, bytes }) => `${name} from ${formatBytes(bytes[0] ?? 0)} to ${formatBytes(bytes.at(-1) ?? 0)}`,
    )
    .join(', ');
  const out = left === 0 ? '' : ` ${left === 1 ? '1 snapshot is' : `${left} snapshots are`} left out.`;
  return `Live heap over ${kept.length} snapshots, from ${formatBytes(first.totalBytes)} (${first.label}) to ${formatBytes(last.totalBytes)} (${last.label}). ${bands}.${out}`;
}

/** One row per snapshot; left out ones have no bands. */
export function heapGrowthTable(model: HeapGrowthModel): ChartTable {
  const { flags, bands } = model;
  const { name: unit, bytes: perUnit } = sizeUnit(model);
  const kept = keptFlags(model);
  const bytes = (id: string, header: string, value: (row: number) => number): ChartColumn => ({
    id,
    header: `${header}, ${unit}`,
    copyHeader: `${header}, bytes`,
    value: (row) => value(row) / perUnit,
    text: numberFormat.short,
    copy: (shown) => String(Math.round(shown * perUnit)),
  });
  return {
    rowCount: flags.length,
    columns: [
      {
        id: 'snapshot',
        header: 'Snapshot',
        value: (row) => row,
        text: (row) => flagName(model, row),
        copy: (row) => flagName(model, row),
      },
      {
        id: 'elapsed',
        header: 'Elapsed',
        copyHeader: 'Elapsed, ms',
        value: (row) => flags[row]?.elapsedMs ?? NaN,
        text: (ms) => formatElapsed(ms),
      },
      {
        id: 'operations',
        header: 'Requests',
        value: (row) => flags[row]?.operations ?? NaN,
        text: numberFormat.count,
      },
      bytes('total', 'Heap', (row) => flags[row]?.totalBytes ?? NaN),
      ...(model.used === null
        ? []
        : [bytes('used', 'Heap used', (row) => usedAt(model, flags[row]?.at ?? NaN))]),
      ...bands.map((band, position) =>
        bytes(`band ${position}`, band.name, (row) => band.bytes[kept.indexOf(flags[row]!)] ?? NaN),
      ),
    ],
  };
}

function flagName({ flags }: HeapGrowthModel, row: number): string {
  const flag = flags[row];
  if (flag === undefined) return '';
  return `${flag.label} ${flag.name}${flag.leftOut ? ' (left out)' : ''}`;
}
