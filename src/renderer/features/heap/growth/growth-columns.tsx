import { ChevronDown, ChevronRight } from 'lucide-react';
import { growthVerdicts } from '#shared/model/heap-growth.ts';
import type { DataColumn } from '../../../ui/data-table/data-column.ts';
import { exactNumber, numberFormat } from '../../../ui/number-format.ts';
import { signed } from '../../../ui/signed-format.ts';
import { byteScaleFor, exactBytes, type ByteScale } from '../byte-scale.ts';
import { bytes } from '../snapshot/row-columns.tsx';
import { rowBytes, type GrowthRow } from './growth-rows.ts';
import { evidenceText, growthHolder, growthName, pText, verdictWords } from './growth-words.ts';
import { SparkDots } from './SparkDots.tsx';
import { GrowthVerdictChip } from './VerdictChip.tsx';

interface GrowthColumnsContext {
  readonly rows: readonly GrowthRow[];
  /** `S1` and `S6`: the first and last that are not left out. */
  readonly first: string;
  readonly last: string;
  /** Growth is told for so many operations; null: operations are not known, and it is told per snapshot. */
  readonly perOperations: number | null;
  readonly onToggleNoise: () => void;
}

/** Columns of "What grew". Noise has no figures of growth, and stays at the end however the table is sorted. */
export function growthColumns(context: GrowthColumnsContext): readonly DataColumn[] {
  const { rows, first, last, perOperations, onToggleNoise } = context;
  const sizes = byteScaleFor(rows.flatMap((row) => rowBytes(row)));
  const factor = perOperations ?? 1;
  // Containers grow by references, everything else by bytes.
  const isCount = rows.some((row) => row.kind === 'series' && row.series.kind === 'container');
  const slopes = rows.flatMap((row) =>
    row.kind === 'series' ? [row.series.slope.perOperation * factor] : [],
  );
  const scale: ByteScale | null = isCount ? null : byteScaleFor(slopes);
  const per =
    perOperations === null
      ? 'snapshot'
      : perOperations === 1
        ? 'request'
        : `${perOperations >= 1e6 ? '1M' : '1k'} req`;
  const unit = scale === null ? 'refs' : scale.unit;
  const slope = (value: number): number => (value * factor) / (scale?.bytes ?? 1);
  const seriesAt = (row: number) => {
    const found = rows[row]!;
    return found.kind === 'series' ? found.series : null;
  };
  const size = (id: string, header: string, place: 0 | -1): DataColumn => ({
    id,
    header: `${header}, ${sizes.unit}`,
    width: 68,
    align: 'right',
    cell: (row) => bytes(rowBytes(rows[row]!).at(place) ?? 0, sizes),
    sortValue: (row) => (seriesAt(row) === null ? null : (seriesAt(row)!.bytes.at(place) ?? 0)),
    copyText: (row) => exactBytes(rowBytes(rows[row]!).at(place) ?? 0),
  });
  return [
    {
      id: 'verdict',
      header: 'Verdict',
      width: 120,
      control: true,
      cell: (row) => {
        const found = rows[row]!;
        if (found.kind === 'series') return <GrowthVerdictChip verdict={found.series.verdict} />;
        if (found.kind === 'family') return '';
        const Arrow = found.expanded ? ChevronDown : ChevronRight;
        return (
          <button
            type="button"
            className="growth-noise"
            aria-expanded={found.expanded}
            tabIndex={-1}
            onClick={onToggleNoise}
          >
            <Arrow />
            <span>
              {found.families.length} noise {found.families.length === 1 ? 'family' : 'families'}
            </span>
          </button>
        );
      },
      sortValue: (row) => {
        const series = seriesAt(row);
        return series === null ? null : growthVerdicts.indexOf(series.verdict);
      },
      copyText: (row) => {
        const series = seriesAt(row);
        return series === null ? 'noise' : verdictWords[series.verdict];
      },
    },
    {
      id: 'name',
      header: isCount ? 'Container' : 'Class',
      width: 150,
      grow: 1,
      cell: (row) => {
        const found = rows[row]!;
        if (found.kind === 'series')
          return (
            <span className="mono" title={found.series.name}>
              {growthName(found.series)}
            </span>
          );
        if (found.kind === 'family') return <span className="text-2">{found.family.family}</span>;
        const names = found.families.map(({ family }) => family).join(', ');
        return (
          <span className="text-2" title={names}>
            {names}
          </span>
        );
      },
      sortValue: (row) => {
        const series = seriesAt(row);
        return series === null ? null : growthName(series);
      },
      copyText: (row) => {
        const found = rows[row]!;
        if (found.kind === 'series') return found.series.name;
        return found.kind === 'family' ? found.family.family : 'all noise families';
      },
    },
    {
      id: 'holder',
      header: 'Held by',
      hint: 'How most of the new instances are held, nearest last',
      width: 120,
      grow: 1,
      cell: (row) => {
        const found = rows[row]!;
        if (found.kind === 'family')
          return <span className="text-3">{numberFormat.count(found.family.classes)} classes</span>;
        if (found.kind === 'noise') return '';
        const all = found.series.retainerPath.join(' › ');
        return <span title={all === '' ? undefined : all}>{growthHolder(found.series)}</span>;
      },
      copyText: (row) => {
        const series = seriesAt(row);
        return series === null ? '' : growthHolder(series);
      },
    },
    {
      id: 'spark',
      header: `${first} to ${last}, from 0`,
      width: 104,
      cell: (row) => <SparkDots values={rowBytes(rows[row]!)} verdict={seriesAt(row)?.verdict ?? null} />,
    },
    size('first', first, 0),
    size('last', last, -1),
    {
      id: 'slope',
      header: `${unit} / ${per}`,
      hint: 'Theil–Sen slope: the median of all slopes between two snapshots',
      width: 98,
      align: 'right',
      cell: (row) => {
        const series = seriesAt(row);
        if (series === null) return '';
        const strong = series.verdict === 'leak';
        return (
          <span
            className={strong ? 'growth-rate' : undefined}
            title={exactNumber(series.slope.perOperation * factor)}
          >
            {signed(round(slope(series.slope.perOperation)))}
          </span>
        );
      },
      sortValue: (row) => seriesAt(row)?.slope.perOperation ?? null,
      copyText: (row) => {
        const series = seriesAt(row);
        return series === null ? '' : exactNumber(series.slope.perOperation * factor);
      },
    },
    {
      id: 'interval',
      header: intervalHeader(rows),
      hint: 'Of the slope, by order statistics; with few snapshots its confidence is lower than 95 %, see the tooltip',
      width: 118,
      align: 'right',
      cell: (row) => {
        const series = seriesAt(row);
        if (series === null) return '';
        const { low, high, level } = series.slope;
        return (
          <span title={`confidence ${numberFormat.percent(level)}`}>
            {signed(round(slope(low)))} to {signed(round(slope(high)))}
          </span>
        );
      },
      copyText: (row) => {
        const series = seriesAt(row);
        return series === null
          ? ''
          : `${exactNumber(series.slope.low * factor)} to ${exactNumber(series.slope.high * factor)}`;
      },
    },
    {
      id: 'p',
      header: 'p, up',
      hint: 'Exact Mann–Kendall, one-sided; all that was looked at is accounted for in the tooltip',
      width: 64,
      align: 'right',
      cell: (row) => {
        const series = seriesAt(row);
        if (series === null) return '';
        return (
          <span title={`p = ${series.p}, for all that was looked at ${series.q}`}>{pText(series.p)}</span>
        );
      },
      sortValue: (row) => seriesAt(row)?.p ?? null,
      copyText: (row) => {
        const series = seriesAt(row);
        return series === null ? '' : exactNumber(series.p);
      },
    },
    {
      id: 'evidence',
      header: 'Evidence',
      width: 180,
      grow: 2,
      cell: (row) => {
        const series = seriesAt(row);
        if (series === null)
          return (
            <span className="text-3">
              {rows[row]!.kind === 'noise' ? 'the runtime itself; never judged' : ''}
            </span>
          );
        return <span title={evidenceText(series)}>{evidenceText(series)}</span>;
      },
      copyText: (row) => {
        const series = seriesAt(row);
        return series === null ? '' : evidenceText(series);
      },
    },
  ];
}

/** Names the confidence only where it is the same for all rows. */
function intervalHeader(rows: readonly GrowthRow[]): string {
  const levels = new Set(
    rows.flatMap((row) =>
      row.kind === 'series' ? [Math.min(95, Math.floor(row.series.slope.level * 100))] : [],
    ),
  );
  const [only] = levels;
  return levels.size === 1 && only !== undefined ? `${only} % interval` : 'Interval';
}

/** Three digits: of a slope that is zero but for rounding nothing is left. */
function round(value: number): number {
  return Math.abs(value) < 0.005 ? 0 : Number(value.toPrecision(3));
}
