import type { Growth, GrowthKind, GrowthSeries, NoiseLine } from '#shared/model/heap-growth.ts';

/** One line of "What grew". */
export type GrowthRow =
  | { readonly kind: 'series'; readonly series: GrowthSeries }
  /** All noise families in one line, which opens. */
  | { readonly kind: 'noise'; readonly families: readonly NoiseLine[]; readonly expanded: boolean }
  | { readonly kind: 'family'; readonly family: NoiseLine };

/**
 * Series of one kind as they come (leaks first). What runtimes do of their own accord stands before what does not grow: else it
 * would be found by nobody.
 */
export function growthRows(growth: Growth, kind: GrowthKind, expanded: boolean): readonly GrowthRow[] {
  const found = growth.series.filter((each) => each.kind === kind);
  const rows = (wanted: boolean): GrowthRow[] =>
    found
      .filter(({ verdict }) => (verdict === 'no-growth') === wanted)
      .map((series): GrowthRow => ({ kind: 'series', series }));
  if (growth.noise.length === 0) return [...rows(false), ...rows(true)];
  const noise: GrowthRow = { kind: 'noise', families: growth.noise, expanded };
  const families = expanded ? growth.noise.map((family): GrowthRow => ({ kind: 'family', family })) : [];
  return [...rows(false), noise, ...families, ...rows(true)];
}

/** Bytes of a line per snapshot. */
export function rowBytes(row: GrowthRow): readonly number[] {
  if (row.kind === 'series') return row.series.bytes;
  if (row.kind === 'family') return row.family.bytes;
  const [first] = row.families;
  return (first?.bytes ?? []).map((_, place) =>
    row.families.reduce((sum, { bytes }) => sum + (bytes[place] ?? 0), 0),
  );
}

export function rowKeyOf(row: GrowthRow): string {
  if (row.kind === 'series') return `${row.series.kind} ${row.series.key}`;
  return row.kind === 'noise' ? 'noise' : `noise ${row.family.family}`;
}

/** Key of the chart's band that shows this row; null: none is its own. */
export function bandOf(row: GrowthRow): string | null {
  return row.kind === 'series' ? row.series.key : 'noise';
}
