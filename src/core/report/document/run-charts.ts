import { numberAt, numberColumn, type ColumnTable } from '#shared/contract/columns.ts';
import type { LatencyCurve, LatencySeries } from '#shared/model/latency.ts';
import type { RunFacts } from '../gather/report-data.ts';
import { isComparison, left, right, sideName, textTable, type Building } from './building.ts';
import { curveLines, trustedTo } from './curve-lines.ts';
import { curveTable } from './finding-section.ts';
import type { ChartLine, TimeChart } from './report-chart.ts';
import type { Block, Table } from './report-document.ts';

/** What charts over time and curves show of a run: all of it, or one transaction. */
export interface ShownRun {
  readonly facts: RunFacts;
  readonly series: LatencySeries;
  readonly curve: LatencyCurve;
}

function starts(table: ColumnTable): number[] {
  const column = numberColumn(table, 'startMs');
  return Array.from({ length: table.rowCount }, (_, row) => numberAt(column, row) ?? 0);
}

function values(table: ColumnTable, name: string): (number | null)[] {
  const column = numberColumn(table, name);
  return Array.from({ length: table.rowCount }, (_, row) => numberAt(column, row));
}

function hasValues(line: ChartLine): boolean {
  return line.y.some((value) => value !== null);
}

/** Percentiles that take several buckets, because too few samples lie beyond them in one: ` (p99 per 2 min)`. */
function widerBuckets(
  { format }: Building,
  { bucketMs, multiples }: LatencySeries,
  names: readonly string[],
): string {
  const wider = names.flatMap((name) => {
    const multiple = multiples[name.slice(1)] ?? 1;
    return multiple > 1 ? [`${name} per ${format.duration(bucketMs * multiple)}`] : [];
  });
  return wider.length === 0 ? '' : ` (${wider.join(', ')})`;
}

/** Median, p95 and p99 of one run. */
export function percentilesOverTime(
  building: Building,
  { facts, series }: Pick<ShownRun, 'facts' | 'series'>,
): Block[] {
  const x = starts(series.table).map((start) => start + series.bucketMs / 2);
  const lines = ([50, 95, 99] as const)
    .map((percentile): ChartLine => ({
      name: `p${percentile}`,
      role: `p${percentile}`,
      x,
      y: values(series.table, `p:${percentile}`),
    }))
    .filter(hasValues);
  if (lines.length === 0) return [];
  return [
    {
      kind: 'chart',
      number: building.figures.next(),
      title: `Response time over time: ${sideName(building, facts)}`,
      titled: false,
      caption: `Exact percentiles per ${building.format.duration(series.bucketMs)}${widerBuckets(
        building,
        series,
        lines.map(({ name }) => name),
      )}, log scale; the ribbon shows the phases.`,
      chart: timeChart(facts, lines, 'ms', 'log', false),
      table: lineTable(building, lines, 'ms'),
    },
  ];
}

function timeChart(
  { phases, run }: RunFacts,
  lines: readonly ChartLine[],
  yTitle: string,
  scale: TimeChart['scale'],
  ratio: boolean,
): TimeChart {
  return { kind: 'time', lines, yTitle, scale, ratio, phases: phases?.phases ?? [], endMs: run.durationMs };
}

interface Bucket {
  readonly samples: number | null;
  readonly failures: number | null;
  readonly p95: number | null;
}

/** A figure of each bucket of time. */
export interface Measure {
  readonly title: string;
  readonly yTitle: string;
  readonly ratio: boolean;
  readonly value: (bucket: Bucket, seconds: number) => number | null;
}

/** The first run of each side in one chart, from the start of each. */
export function overTime(building: Building, sides: readonly ShownRun[], measure: Measure): Block[] {
  const lines = sides
    .map(({ facts, series }): ChartLine => {
      const { table, bucketMs } = series;
      const [samples, failures, p95] = ['samples', 'failures', 'p:95'].map((name) => values(table, name));
      return {
        name: sideName(building, facts),
        role: isComparison(building) ? facts.side : measure.ratio ? 'errors' : 'throughput',
        x: starts(table).map((start) => start + bucketMs / 2),
        y: samples!.map((count, row) =>
          measure.value(
            { samples: count, failures: failures![row] ?? null, p95: p95![row] ?? null },
            bucketMs / 1000,
          ),
        ),
      };
    })
    .filter(hasValues);
  const longest = [...sides].sort((a, b) => b.facts.run.durationMs - a.facts.run.durationMs)[0];
  if (lines.length === 0 || longest === undefined) return [];
  return [
    {
      kind: 'chart',
      number: building.figures.next(),
      title: measure.title,
      titled: false,
      caption: `${measure.title}, per ${building.format.duration(longest.series.bucketMs)}${
        measure === p95OverTime ? widerBuckets(building, longest.series, ['p95']) : ''
      }.`,
      chart: {
        ...timeChart(longest.facts, lines, measure.yTitle, 'linear', measure.ratio),
        phases: sides.length === 1 ? (longest.facts.phases?.phases ?? []) : [],
      },
      table: lineTable(building, lines, measure.ratio ? '%' : measure.yTitle),
    },
  ];
}

/** @param what of the title: `all requests` */
export function curvesBlock(building: Building, sides: readonly ShownRun[], what: string): Block {
  const lines = curveLines(
    sides.map(({ facts, curve }) => ({
      name: sideName(building, facts),
      role: isComparison(building) ? facts.side : 'p95',
      curve,
    })),
  );
  return {
    kind: 'chart',
    number: building.figures.next(),
    title: `Percentile curve of ${what}`,
    titled: false,
    caption: `${what === 'all requests' ? 'All counted requests' : 'All its samples'} of the judged part, failures included. Grey: fewer than ten samples lie beyond.`,
    chart: {
      kind: 'curve',
      lines,
      marked: 95,
      trustedTo: trustedTo(sides.map(({ curve }) => curve)),
    },
    table: curveTable(building, lines),
  };
}

function lineTable(building: Building, lines: readonly ChartLine[], unit: string): Table {
  const { format } = building;
  const first = lines[0];
  const text = (value: number | null): string =>
    unit === '%' ? format.ratio(value).replace(' %', '') : format.number(value);
  return textTable(
    [left('Since the start'), ...lines.map(({ name }) => right(`${name}, ${unit}`))],
    (first?.x ?? []).map((at, row) => [format.clock(at), ...lines.map((line) => text(line.y[row] ?? null))]),
  );
}

export const throughputOverTime: Measure = {
  title: 'Throughput over time',
  yTitle: 'requests per second',
  ratio: false,
  value: ({ samples }, seconds) => (samples === null ? null : samples / seconds),
};

export const failuresOverTime: Measure = {
  title: 'Failed requests over time',
  yTitle: 'share of requests that failed',
  ratio: true,
  value: ({ samples, failures }) =>
    samples === null || failures === null || samples === 0 ? null : failures / samples,
};

export const p95OverTime: Measure = {
  title: 'p95 over time',
  yTitle: 'ms',
  ratio: false,
  value: ({ p95 }) => p95,
};

/** Whether a run has anything to show of {@link failuresOverTime}. */
export function hasFailures({ series }: ShownRun): boolean {
  return values(series.table, 'failures').some((count) => count !== null && count > 0);
}
