import { numberAt, numberColumn, type ColumnTable } from '#shared/contract/columns.ts';
import type { RunFacts } from '../gather/report-data.ts';
import { isComparison, left, right, runsOf, sideName, textTable, type Building } from './building.ts';
import { curveLines, trustedTo } from './curve-lines.ts';
import { curveTable } from './finding-section.ts';
import type { ChartLine, TimeChart } from './report-chart.ts';
import type { Block, DocumentSection, Table } from './report-document.ts';

type Detailed = RunFacts & { readonly detail: NonNullable<RunFacts['detail']> };

/** Response time, throughput and errors over time, and the distribution. */
export function chartSections(building: Building): DocumentSection[] {
  const runs = detailed(building.data.runs);
  if (runs.length === 0) return [];
  const sides = (['baseline', 'candidate'] as const).flatMap(
    (side) => detailed(runsOf(building, side))[0] ?? [],
  );
  const blocks = [
    ...runs.flatMap((facts) => percentilesOverTime(building, facts)),
    curves(building, sides),
    ...overTime(building, sides, {
      title: 'Throughput over time',
      yTitle: 'requests per second',
      ratio: false,
      value: (samples, _failures, seconds) => (samples === null ? null : samples / seconds),
    }),
    ...overTime(building, sides, {
      title: 'Failed requests over time',
      yTitle: 'share of requests that failed',
      ratio: true,
      value: (samples, failures) =>
        samples === null || failures === null || samples === 0 ? null : failures / samples,
    }),
  ];
  return [
    {
      id: 'charts',
      kind: 'charts',
      number: null,
      title: 'Charts',
      running: 'Charts',
      findingId: null,
      startsPage: false,
      blocks,
    },
  ];
}

function detailed(runs: readonly RunFacts[]): Detailed[] {
  return runs.filter((facts): facts is Detailed => facts.detail !== null);
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

function percentilesOverTime(building: Building, facts: Detailed): Block[] {
  const { series } = facts.detail;
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
  const multiple = lines.some(({ role }) => role === 'p99') ? (series.multiples['99'] ?? 1) : 1;
  return [
    {
      kind: 'chart',
      number: building.figures.next(),
      title: `Response time over time: ${sideName(building, facts)}`,
      titled: false,
      caption: `Exact percentiles per ${building.format.duration(series.bucketMs)}${multiple > 1 ? ` (p99 per ${building.format.duration(series.bucketMs * multiple)})` : ''}, log scale; the ribbon shows the phases.`,
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

interface Measure {
  readonly title: string;
  readonly yTitle: string;
  readonly ratio: boolean;
  readonly value: (samples: number | null, failures: number | null, seconds: number) => number | null;
}

/** The first run of each side in one chart, from the start of each. */
function overTime(building: Building, sides: readonly Detailed[], measure: Measure): Block[] {
  const lines = sides
    .map((facts): ChartLine => {
      const { table, bucketMs } = facts.detail.series;
      const [samples, failures] = [values(table, 'samples'), values(table, 'failures')];
      return {
        name: sideName(building, facts),
        role: isComparison(building) ? facts.side : measure.ratio ? 'errors' : 'throughput',
        x: starts(table).map((start) => start + bucketMs / 2),
        y: samples.map((count, row) => measure.value(count, failures[row] ?? null, bucketMs / 1000)),
      };
    })
    .filter(hasValues);
  const longest = [...sides].sort((a, b) => b.run.durationMs - a.run.durationMs)[0];
  if (lines.length === 0 || longest === undefined) return [];
  return [
    {
      kind: 'chart',
      number: building.figures.next(),
      title: measure.title,
      titled: false,
      caption: `${measure.title}, per ${building.format.duration(longest.detail.series.bucketMs)}.`,
      chart: {
        ...timeChart(longest, lines, measure.yTitle, 'linear', measure.ratio),
        phases: sides.length === 1 ? (longest.phases?.phases ?? []) : [],
      },
      table: lineTable(building, lines, measure.ratio ? '%' : measure.yTitle),
    },
  ];
}

function curves(building: Building, sides: readonly Detailed[]): Block {
  const lines = curveLines(
    sides.map((facts) => ({
      name: sideName(building, facts),
      role: isComparison(building) ? facts.side : 'p95',
      curve: facts.detail.curve,
    })),
  );
  return {
    kind: 'chart',
    number: building.figures.next(),
    title: 'Percentile curve of all requests',
    titled: false,
    caption:
      'All counted requests of the judged part, failures included. Grey: fewer than ten samples lie beyond.',
    chart: {
      kind: 'curve',
      lines,
      marked: 95,
      trustedTo: trustedTo(sides.map(({ detail }) => detail.curve)),
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
