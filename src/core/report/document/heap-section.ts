import type { GrowthVerdict, SeriesGrowth } from '#shared/model/heap-growth.ts';
import type { HeapFacts } from '../gather/report-data.ts';
import { left, right, textTable, type Building } from './building.ts';
import type { ChartLine, SeriesRole } from './report-chart.ts';
import { plain, type Block, type DocumentSection, type Inline } from './report-document.ts';

const MAX_ROWS = 20;
const MAX_LINES = 5;

/** What grows over the snapshots of each series. */
export function heapSections(building: Building): DocumentSection[] {
  const { heap } = building.data;
  if (heap.length === 0) return [];
  return [
    {
      id: 'heap',
      kind: 'heap',
      number: null,
      title: 'Heap growth',
      running: 'Heap growth',
      findingId: null,
      startsPage: true,
      blocks: heap.flatMap((facts) => seriesBlocks(building, facts)),
    },
  ];
}

function seriesBlocks(building: Building, { series, growth }: HeapFacts): Block[] {
  const heading: Block = { kind: 'heading', level: 3, text: series.name };
  if (growth.growth === null)
    return [heading, { kind: 'paragraph', text: plain(growth.missing ?? 'Growth could not be judged.') }];
  return [
    heading,
    checksTable(growth),
    ...growthChart(building, series.name, growth),
    growthTable(building, growth),
    ...growth.growth.warnings.map(({ message }): Block => ({
      kind: 'paragraph',
      text: [{ text: message, sign: 'note', tone: 'warn' }],
    })),
  ];
}

function checksTable({ checks }: SeriesGrowth): Block {
  const sign = { passed: 'passed', note: 'note', failed: 'failed', unknown: 'cannot-tell' } as const;
  const tone = { passed: 'good', note: 'warn', failed: 'bad', unknown: 'unknown' } as const;
  return {
    kind: 'table',
    title: 'Whether growth can be judged',
    titled: false,
    table: textTable(
      [left('Needed', 0.26), left('Result', 0.12), left('Found', 0.22), left('What it means', 0.4)],
      checks.map(({ name, state, value, message }) => [
        [{ text: name, strong: true }],
        [{ text: state, sign: sign[state], tone: tone[state] }],
        value,
        [{ text: message, tone: 'quiet' }],
      ]),
    ),
    note: [],
  };
}

const ROLES: readonly SeriesRole[] = ['errors', 'candidate', 'p95', 'throughput', 'other'];

/** The bands of the chart as lines: one that grows must not hide behind what lies on it. */
function growthChart(building: Building, name: string, growth: SeriesGrowth): Block[] {
  const { format } = building;
  const kept = growth.snapshots.filter(({ leftOut }) => !leftOut);
  const byOperations = kept.every(({ operations }) => operations !== null);
  const x = kept.map(({ operations }, place) => (byOperations ? operations! : place + 1));
  const lines = growth.bands
    .filter(({ kind }) => kind === 'series')
    .slice(0, MAX_LINES)
    .map((band, place): ChartLine => ({
      name: band.name,
      role: ROLES[place] ?? 'other',
      x,
      y: band.bytes,
    }));
  lines.push({ name: 'heap in all', role: 'users', x, y: kept.map(({ totalBytes }) => totalBytes) });
  return [
    {
      kind: 'chart',
      number: building.figures.next(),
      title: `Heap over the snapshots of ${name}`,
      titled: false,
      caption: `Own bytes, ${format.count(kept.length)} snapshots${byOperations ? ' over the operations completed before each' : ' in order; operations are not known'}.`,
      chart: {
        kind: 'steps',
        lines,
        xTitle: byOperations ? 'operations completed' : 'snapshot',
        yTitle: 'bytes',
      },
      table: textTable(
        [left(byOperations ? 'Operations' : 'Snapshot'), ...lines.map((line) => right(line.name))],
        x.map((at, row) => [format.number(at), ...lines.map((line) => format.bytes(line.y[row] ?? null))]),
      ),
    },
  ];
}

const VERDICTS: Readonly<Record<GrowthVerdict, Inline>> = {
  leak: { text: 'leak', sign: 'failed', tone: 'bad', strong: true },
  candidate: { text: 'candidate', sign: 'note', tone: 'warn', strong: true },
  'cannot-tell': { text: 'cannot tell', sign: 'cannot-tell', tone: 'unknown' },
  bounded: { text: 'bounded', sign: 'good', tone: 'good' },
  'no-growth': { text: 'no growth', sign: 'no-change', tone: 'quiet' },
};

function growthTable(building: Building, { growth, operationsFrom }: SeriesGrowth): Block {
  const { format } = building;
  const told = growth!.series.filter(({ verdict }) => verdict !== 'no-growth');
  const shown = told.slice(0, MAX_ROWS);
  const per = operationsFrom === 'none' ? 'snapshot' : 'operation';
  return {
    kind: 'table',
    title: 'What grew',
    titled: false,
    table: textTable(
      [
        left('What grows', 0.3),
        left('Kind', 0.1),
        right(`Growth per ${per}`, 0.17),
        left('Verdict', 0.14),
        left('Held by', 0.29),
      ],
      shown.map((series) => [
        [{ text: series.name, mono: true }],
        series.kind,
        series.kind === 'container'
          ? `${format.number(series.slope.perOperation)} references`
          : format.bytes(series.slope.perOperation),
        [VERDICTS[series.verdict]],
        [{ text: series.retainerPath.join(' › '), mono: true, tone: 'quiet' }],
      ]),
    ),
    note: [
      {
        text: `${format.count(growth!.series.length - told.length)} further series do not grow${told.length > shown.length ? `; ${format.count(told.length - shown.length)} of smaller growth are left out` : ''}.`,
        tone: 'quiet',
      },
    ],
  };
}
