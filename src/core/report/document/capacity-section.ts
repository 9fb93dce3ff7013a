import { numberAt, numberColumn } from '#shared/contract/columns.ts';
import type { Capacity } from '#shared/model/capacity.ts';
import type { FindingRule } from '#shared/model/finding.ts';
import type { RunFacts } from '../gather/report-data.ts';
import {
  findingAnchor,
  isComparison,
  left,
  printedFindings,
  right,
  runsOf,
  sideName,
  textTable,
  type Building,
} from './building.ts';
import type { ScatterChart, SeriesRole } from './report-chart.ts';
import { plain, type Block, type DocumentSection, type Inline } from './report-document.ts';

const RULES: ReadonlySet<FindingRule> = new Set(['saturation', 'knee', 'capacity', 'spike-recovery']);

type Detailed = RunFacts & { readonly detail: NonNullable<RunFacts['detail']> };

/** Throughput against load, and what was found about the limits of the system. */
export function capacitySection(building: Building): DocumentSection {
  const blocks: Block[] = [];
  const findings = printedFindings(building).filter(({ rule }) => rule !== null && RULES.has(rule));
  if (findings.length > 0)
    blocks.push({
      kind: 'list',
      items: findings.map((finding) => [
        { text: finding.title, link: findingAnchor(finding), strong: true },
        { text: `. ${finding.statement}` },
      ]),
    });
  const sides = (['baseline', 'candidate'] as const).flatMap(
    (side) => runsOf(building, side).find((facts): facts is Detailed => facts.detail !== null) ?? [],
  );
  for (const facts of sides) {
    const { capacity } = facts.detail;
    if (capacity !== null) blocks.push(...capacityFacts(building, facts, capacity));
  }
  const points = sides.flatMap((facts) => loadPoints(building, facts));
  if (points.length > 0) blocks.push(scatterBlock(building, sides, points));
  else
    blocks.push({
      kind: 'paragraph',
      text: plain('The files do not say how much was under way: throughput cannot be set against load.'),
    });
  return {
    id: 'capacity',
    kind: 'capacity',
    number: null,
    title: 'Capacity',
    running: 'Capacity',
    findingId: null,
    startsPage: false,
    blocks,
  };
}

function capacityFacts(building: Building, facts: Detailed, capacity: Capacity): Block[] {
  const { format } = building;
  const rate = (perSec: number): string => `${format.number(perSec)}/s`;
  const users = (count: number): string =>
    `${format.number(count)} ${capacity.concurrency === 'in-flight' ? 'requests under way' : 'users'}`;
  const rows: [string, readonly Inline[]][] = [];
  const { shownPerSec, sustainablePerSec, sustainableLow, saturation, throughputKnee, breaking } = capacity;
  if (shownPerSec !== null) rows.push(['Shown', plain(`${rate(shownPerSec)} with at most 1 % of failures`)]);
  if (sustainablePerSec !== null)
    rows.push([
      'Sustainable',
      plain(
        `${rate(sustainablePerSec)}${sustainableLow === null ? '' : `, at least ${rate(sustainableLow)}`}`,
      ),
    ]);
  if (saturation !== null)
    rows.push(['Saturated from', plain(`${users(saturation.users)}, ${rate(saturation.throughputPerSec)}`)]);
  if (throughputKnee !== null)
    rows.push(['Knee', plain(`${users(throughputKnee.users)}, ${rate(throughputKnee.throughputPerSec)}`)]);
  if (breaking !== null)
    rows.push([
      'Breaking point',
      plain(`${users(breaking.users)}, at ${format.clock(breaking.atMs)}, by ${breaking.reason}`),
    ]);
  const blocks: Block[] = [{ kind: 'heading', level: 3, text: sideName(building, facts) }];
  if (rows.length > 0) blocks.push({ kind: 'facts', rows });
  if (capacity.notes.length > 0) blocks.push({ kind: 'list', items: capacity.notes.map(plain) });
  return blocks;
}

/** Throughput per bucket where users are recorded; else the levels of what was under way. */
function loadPoints(building: Building, { side, detail }: Detailed): ScatterChart['points'][number][] {
  const role: SeriesRole = isComparison(building) ? side : 'throughput';
  const { table, bucketMs } = detail.series;
  const threads = numberColumn(table, 'threads');
  const samples = numberColumn(table, 'samples');
  const buckets = Array.from({ length: table.rowCount }, (_, row) => ({
    x: numberAt(threads, row),
    y: numberAt(samples, row),
  })).flatMap(({ x, y }) => (x === null || y === null ? [] : [{ x, y: y / (bucketMs / 1000), role }]));
  if (buckets.length > 0) return buckets;
  return (detail.capacity?.levels ?? []).map(({ users, throughputPerSec }) => ({
    x: users,
    y: throughputPerSec,
    role,
  }));
}

function scatterBlock(
  building: Building,
  sides: readonly Detailed[],
  points: readonly ScatterChart['points'][number][],
): Block {
  const { format } = building;
  const inFlight = sides.every(({ detail }) => detail.capacity?.concurrency === 'in-flight');
  const load = inFlight ? 'requests under way' : 'active users';
  return {
    kind: 'chart',
    number: building.figures.next(),
    title: `Throughput against ${load}`,
    titled: false,
    caption: `${format.count(points.length)} stretches of the whole ${isComparison(building) ? 'runs; hollow: A, filled: B' : `run ${sides[0]?.run.name ?? ''}`}.`,
    chart: { kind: 'scatter', xTitle: load, yTitle: 'requests per second', points },
    table: textTable(
      [left('Side'), right(load), right('Requests per s')],
      points.map(({ x, y, role }) => [
        role === 'baseline' ? 'A' : role === 'candidate' ? 'B' : '',
        format.number(x),
        format.number(y),
      ]),
    ),
  };
}
