import type { ReactNode } from 'react';
import type { ComparedMetric, MetricVerdict } from '#shared/model/comparison.ts';
import { ForestAxisHeader } from '../../charts/forest/ForestAxisHeader.tsx';
import { ForestCell } from '../../charts/forest/ForestCell.tsx';
import type { ForestAxis } from '../../charts/forest/axis.ts';
import { classes } from '../../ui/class-names.ts';
import type { DataColumn } from '../../ui/data-table/data-column.ts';
import type { DurationScale } from '../../ui/duration-format.ts';
import { exactNumber, numberFormat } from '../../ui/number-format.ts';
import { signedFixed } from '../../ui/signed-format.ts';
import { VerdictChip } from './VerdictChip.tsx';
import { verdictRank } from './verdict-order.ts';
import {
  changeText,
  changeUnit,
  isTime,
  metricNames,
  settlingText,
  settlingWords,
  unitOf,
  valueText,
  verdictFacts,
  verdictNames,
} from './verdict-words.ts';

export const VERDICT_ROW_PX = 24;

interface VerdictColumnsContext {
  readonly rows: readonly MetricVerdict[];
  readonly headline: MetricVerdict | null;
  readonly metric: ComparedMetric;
  readonly axis: ForestAxis;
  readonly duration: DurationScale;
  /** Verdicts may still change: not all of them are there. */
  readonly provisional: boolean;
  readonly onMargin: (label: string | null) => void;
  /** Shows the details of all counted samples together. */
  readonly onHeadline: () => void;
}

/** Columns of the table of verdicts, for one metric. */
export function verdictColumns(context: VerdictColumnsContext): readonly DataColumn[] {
  const { rows, headline, metric, duration } = context;
  const unit = unitOf(metric, duration);
  const value = (side: 'baseline' | 'candidate', name: 'A' | 'B'): DataColumn => ({
    id: side,
    header: <SideHeader name={name} unit={unit} />,
    name: `${name}, ${unit}`,
    hint: `${metricNames[metric]} of the ${side}`,
    width: 56,
    align: 'right',
    cell: (row) => (
      <Exact value={rows[row]![side]}>{valueText(rows[row]!, rows[row]![side], duration)}</Exact>
    ),
    sortValue: (row) => rows[row]![side],
    copyText: (row) => exact(rows[row]![side]),
    summary: headline === null ? '' : valueText(headline, headline[side], duration),
    summaryCopyText: exact(headline?.[side] ?? null),
  });
  const times: readonly DataColumn[] = isTime(metric) ? [deltaMsColumn(context)] : [];
  return [
    transactionColumn(context),
    value('baseline', 'A'),
    value('candidate', 'B'),
    deltaColumn(context),
    ...times,
    forestColumn(context),
    verdictColumn(context),
    settlingColumn(context),
    countColumn(context, 'n', 'n, A / B', 'Samples of each side', ({ samples }) => samples),
    countColumn(
      context,
      'blocks',
      'Blocks',
      'Time blocks that the interval rests on',
      ({ blocks }) => blocks,
    ),
  ];
}

function exact(value: number | null): string {
  return value === null ? '' : exactNumber(value);
}

function Exact({
  value,
  children,
}: {
  readonly value: number | null;
  readonly children: ReactNode;
}): ReactNode {
  return <span title={exact(value)}>{children}</span>;
}

function SideHeader({ name, unit }: { readonly name: 'A' | 'B'; readonly unit: string }): ReactNode {
  return (
    <>
      <span className={name === 'A' ? 'side-a' : 'side-b'}>{name}</span>, {unit}
    </>
  );
}

function transactionColumn({ rows, headline, onHeadline }: VerdictColumnsContext): DataColumn {
  const renamed = ({ label, candidateLabel }: MetricVerdict): string =>
    candidateLabel === null || candidateLabel === label ? '' : ` → ${candidateLabel}`;
  return {
    id: 'transaction',
    header: 'Transaction',
    width: 164,
    cell: (row) => {
      const verdict = rows[row]!;
      const other = renamed(verdict);
      return (
        <span title={`${verdict.label ?? ''}${other}`}>
          {verdict.label}
          {other !== '' && <span className="text-3">{other}</span>}
        </span>
      );
    },
    sortValue: (row) => rows[row]!.label,
    copyText: (row) => `${rows[row]!.label ?? ''}${renamed(rows[row]!)}`,
    summary:
      headline === null ? (
        ''
      ) : (
        <button type="button" className="verdicts__all" title="Show its details" onClick={onHeadline}>
          All counted samples
        </button>
      ),
    summaryCopyText: 'All counted samples',
  };
}

function deltaColumn({ rows, headline, metric }: VerdictColumnsContext): DataColumn {
  return {
    id: 'delta',
    header: `Δ, ${changeUnit(metric)}`,
    width: metric === 'errorRate' ? 92 : 62,
    align: 'right',
    cell: (row) => {
      const { deltaRatio, verdict } = rows[row]!;
      return (
        <span
          className={classes(
            verdict === 'regressed' && 'bad is-decided',
            verdict === 'improved' && 'good is-decided',
          )}
          title={exact(deltaRatio === null ? null : deltaRatio * 100)}
        >
          {changeText(metric, deltaRatio)}
        </span>
      );
    },
    sortValue: (row) => rows[row]!.deltaRatio,
    copyText: (row) => exact(rows[row]!.deltaRatio === null ? null : rows[row]!.deltaRatio * 100),
    summary: headline === null ? '' : changeText(metric, headline.deltaRatio),
    summaryCopyText: exact(headline?.deltaRatio == null ? null : headline.deltaRatio * 100),
  };
}

function deltaMsColumn({ rows, headline, duration }: VerdictColumnsContext): DataColumn {
  const text = (ms: number | null): string => {
    if (ms === null) return '';
    const value = ms * duration.perMs;
    return signedFixed(value, Math.abs(value) >= 99.95 ? 0 : Math.min(1, Math.max(0, duration.maxDecimals)));
  };
  return {
    id: 'delta-ms',
    header: `Δ, ${duration.unit}`,
    width: 54,
    align: 'right',
    cell: (row) => <Exact value={rows[row]!.deltaMs}>{text(rows[row]!.deltaMs)}</Exact>,
    sortValue: (row) => rows[row]!.deltaMs,
    copyText: (row) => exact(rows[row]!.deltaMs),
    summary: text(headline?.deltaMs ?? null),
    summaryCopyText: exact(headline?.deltaMs ?? null),
  };
}

function forestColumn({ rows, headline, axis, duration, onMargin }: VerdictColumnsContext): DataColumn {
  return {
    id: 'forest',
    header: <ForestAxisHeader axis={axis} />,
    name: 'Change with interval',
    hint: 'Dot: change. Whisker: 95 % interval. Band: margin, set by a double click. Hollow: inconclusive.',
    width: 160,
    grow: 1,
    control: true,
    cell: (row) => {
      const verdict = rows[row]!;
      const settable = verdict.metric !== 'errorRate';
      return (
        <div
          className="verdicts__forest"
          title={`${factsText(verdict, duration)}${settable ? '\nDouble-click sets the margin.' : ''}`}
          onDoubleClick={settable ? () => onMargin(verdict.label) : undefined}
        >
          <ForestCell axis={axis} verdict={verdict} height={VERDICT_ROW_PX - 1} />
        </div>
      );
    },
    summary:
      headline === null ? (
        ''
      ) : (
        <div className="verdicts__forest" title={factsText(headline, duration)}>
          <ForestCell axis={axis} verdict={headline} height={VERDICT_ROW_PX - 1} />
        </div>
      ),
    hideable: false,
  };
}

function factsText(verdict: MetricVerdict, duration: DurationScale): string {
  return verdictFacts(verdict, duration)
    .map(([name, text]) => `${name}: ${text}`)
    .join('\n');
}

function verdictColumn({ rows, headline, provisional }: VerdictColumnsContext): DataColumn {
  return {
    id: 'verdict',
    header: 'Verdict',
    width: 110,
    cell: (row) => <VerdictChip verdict={rows[row]!.verdict} provisional={provisional} />,
    sortValue: (row) => verdictRank(rows[row]!.verdict),
    copyText: (row) => verdictNames[rows[row]!.verdict],
    summary: headline === null ? '' : <VerdictChip verdict={headline.verdict} provisional={provisional} />,
    summaryCopyText: headline === null ? '' : verdictNames[headline.verdict],
  };
}

function settlingColumn({ rows, headline, metric }: VerdictColumnsContext): DataColumn {
  return {
    id: 'interval',
    header: '95 % interval, or what settles it',
    width: 190,
    cell: (row) => {
      const verdict = rows[row]!;
      const quiet = verdict.verdict === 'no-change';
      const settling = settlingWords(verdict);
      return (
        <span
          className={quiet ? 'text-2 figure' : 'figure'}
          title={settling === null ? verdict.sentence : `${verdict.sentence}\n${settling}`}
        >
          {settlingText(verdict)}
        </span>
      );
    },
    sortValue: (row) => rows[row]!.ci95?.[0] ?? null,
    copyText: (row) => {
      const { ci95, reason } = rows[row]!;
      const ends = ci95 === null ? '' : ci95.map((end) => exactNumber(end * 100)).join(' to ');
      const words = ends === '' ? '' : `${ends} ${changeUnit(metric)}`;
      return reason === null ? words : `${reason}${words === '' ? '' : `, ${words}`}`;
    },
    summary: headline === null ? '' : settlingText(headline),
  };
}

function countColumn(
  { rows, headline }: VerdictColumnsContext,
  id: string,
  header: string,
  hint: string,
  read: (verdict: MetricVerdict) => readonly [number | null, number | null],
): DataColumn {
  const text = (verdict: MetricVerdict): string => {
    const [a, b] = read(verdict);
    if (a === null && b === null) return '';
    const count = (value: number | null): string => (value === null ? '–' : numberFormat.compact(value));
    return a === b ? count(a) : `${count(a)} / ${count(b)}`;
  };
  return {
    id,
    header,
    hint,
    width: id === 'n' ? 104 : 62,
    align: 'right',
    cell: (row) => (
      <span
        title={read(rows[row]!)
          .map((value) => (value === null ? 'none' : exactNumber(value)))
          .join(' and ')}
      >
        {text(rows[row]!)}
      </span>
    ),
    sortValue: (row) => {
      const [a, b] = read(rows[row]!);
      return a === null || b === null ? null : Math.min(a, b);
    },
    copyText: (row) =>
      read(rows[row]!)
        .map((value) => exact(value))
        .join(' / '),
    summary: headline === null ? '' : text(headline),
  };
}
