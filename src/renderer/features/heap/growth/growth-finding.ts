import type { HeapSeries } from '#shared/model/heap.ts';
import type { GrowthSeries, GrowthVerdict, SeriesGrowth } from '#shared/model/heap-growth.ts';
import type { FindingDraft } from '../../../charts/chart-panel/picture-taker.tsx';
import { formatBytes } from '../../../ui/byte-format.ts';
import { numberFormat } from '../../../ui/number-format.ts';
import { evidenceText, exhaustionText, growthHolder, growthName, verdictWords } from './growth-words.ts';

const SEVERITY: Readonly<Record<GrowthVerdict, FindingDraft['severity']>> = {
  leak: 'high',
  candidate: 'medium',
  'cannot-tell': 'low',
  bounded: 'info',
  'no-growth': 'good',
};

/** One row of "What grew" as a finding that a person goes on writing. */
export function growthFinding(
  { growth, exhaustion, checks }: SeriesGrowth,
  row: GrowthSeries,
  perOperations: number,
): FindingDraft {
  const holder = growthHolder(row);
  const known = growth !== null && growth.operations !== null;
  const name = growthName(row);
  return {
    title: `${name}${holder === '' ? '' : `, held by ${holder}`}: ${verdictWords[row.verdict]}${row.verdict === 'no-growth' ? '' : `, ${rateText(row, known ? perOperations : null)}`}`,
    statement: [
      `From ${amount(row, 0)} to ${amount(row, -1)}.`,
      evidenceText(row),
      row.retainerPath.length === 0 ? null : `Held by ${row.retainerPath.join(' › ')}.`,
      exhaustion === null || row.verdict !== 'leak' ? null : `${sentence(exhaustionText(exhaustion))}.`,
    ]
      .filter((part) => part !== null && part !== '')
      .join(' '),
    severity: SEVERITY[row.verdict],
    unknowns: [
      ...checks
        .filter(({ state }) => state === 'failed' || state === 'unknown')
        .map(({ message }) => message),
      ...(growth?.warnings ?? []).map(({ message }) => message),
    ],
  };
}

/** `4 snapshots of node20-leak-a, S2 left out; by class; during Soak 2209` */
export function growthQuery(
  series: HeapSeries,
  growth: SeriesGrowth,
  grouping: string,
  run: string | null,
): string {
  const left = growth.snapshots.flatMap(({ leftOut }, place) => (leftOut ? [`S${place + 1}`] : []));
  return [
    `${numberFormat.count(series.snapshotIds.length)} snapshots of ${series.name}${left.length === 0 ? '' : `, ${left.join(', ')} left out`}`,
    `by ${grouping}`,
    run === null ? null : `during ${run}`,
  ]
    .filter((part) => part !== null)
    .join('; ');
}

/** Containers grow by references, everything else by bytes. */
function rateText({ kind, slope }: GrowthSeries, perOperations: number | null): string {
  const rate = slope.perOperation * (perOperations ?? 1);
  const size =
    kind === 'container' ? `${numberFormat.short(Math.abs(rate))} references` : formatBytes(Math.abs(rate));
  const per =
    perOperations === null
      ? 'snapshot'
      : perOperations === 1
        ? 'request'
        : `${numberFormat.count(perOperations)} requests`;
  return `${rate < 0 ? '−' : '+'}${size} per ${per}`;
}

function amount({ kind, counts, bytes }: GrowthSeries, place: 0 | -1): string {
  return kind === 'container'
    ? `${numberFormat.count(counts.at(place) ?? 0)} references`
    : formatBytes(bytes.at(place) ?? 0);
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
