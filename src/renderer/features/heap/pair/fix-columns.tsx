import { CircleCheck, CircleQuestionMark, CircleX, TrendingDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { fixVerdicts, type ArmSlope, type FixRow, type FixVerdict } from '#shared/model/heap-growth.ts';
import type { DataColumn } from '../../../ui/data-table/data-column.ts';
import { exactNumber, numberFormat } from '../../../ui/number-format.ts';
import { signed } from '../../../ui/signed-format.ts';
import { byteScaleFor, type ByteScale } from '../byte-scale.ts';
import { fixWords } from './fix-words.ts';

const icons = {
  fixed: CircleCheck,
  reduced: TrendingDown,
  'not-fixed': CircleX,
  'cannot-tell': CircleQuestionMark,
} as const;

function FixChip({ verdict }: { readonly verdict: FixVerdict }): ReactNode {
  const Icon = icons[verdict];
  return (
    <span className={`fix-verdict is-${verdict}`}>
      <Icon aria-hidden="true" />
      {fixWords[verdict]}
    </span>
  );
}

/**
 * Columns of the growth of two series.
 * @param per growth is told for so many operations; null: operations are not known, and it is told per snapshot
 */
export function fixColumns(rows: readonly FixRow[], per: number | null): readonly DataColumn[] {
  const perOperations = per ?? 1;
  const isCount = rows.some(({ kind }) => kind === 'container');
  const scale: ByteScale | null = isCount
    ? null
    : byteScaleFor(
        rows.flatMap(({ before, after }) => [before, after].map((arm) => arm.perOperation * perOperations)),
      );
  const unit = `${scale === null ? 'refs' : scale.unit} / ${per === null ? 'snapshot' : per === 1 ? 'request' : `${per >= 1e6 ? '1M' : '1k'} req`}`;
  const figure = (value: number): string =>
    signed(Number(((value * perOperations) / (scale?.bytes ?? 1)).toPrecision(3)));
  const arm = (id: string, header: string, of: (row: FixRow) => ArmSlope): DataColumn => ({
    id,
    header: `${header}, ${unit}`,
    width: 190,
    align: 'right',
    cell: (row) => {
      const { perOperation, low, high } = of(rows[row]!);
      return (
        <span
          title={`${exactNumber(perOperation * perOperations)}, 95 % interval ${exactNumber(low * perOperations)} to ${exactNumber(high * perOperations)}`}
        >
          {figure(perOperation)}{' '}
          <span className="text-3">
            {figure(low)} to {figure(high)}
          </span>
        </span>
      );
    },
    sortValue: (row) => of(rows[row]!).perOperation,
    copyText: (row) => {
      const { perOperation, low, high } = of(rows[row]!);
      return [perOperation, low, high].map((value) => exactNumber(value * perOperations)).join(' / ');
    },
  });
  return [
    {
      id: 'verdict',
      header: 'Verdict',
      width: 110,
      cell: (row) => <FixChip verdict={rows[row]!.verdict} />,
      sortValue: (row) => fixVerdicts.indexOf(rows[row]!.verdict),
      copyText: (row) => fixWords[rows[row]!.verdict],
    },
    {
      id: 'name',
      header: isCount ? 'Container' : 'What grew before',
      width: 180,
      grow: 1,
      cell: (row) => (
        <span className="mono" title={rows[row]!.name}>
          {rows[row]!.name}
        </span>
      ),
      sortValue: (row) => rows[row]!.name,
      copyText: (row) => rows[row]!.name,
    },
    arm('before', 'Before', ({ before }) => before),
    arm('after', 'After', ({ after }) => after),
    {
      id: 'reduction',
      header: 'Growth gone, %',
      width: 130,
      align: 'right',
      cell: (row) => {
        const { reduction } = rows[row]!;
        if (reduction === null) return '';
        return (
          <span title="With the 95 % interval of the resamples">
            {numberFormat.percentNumber(reduction.share)}{' '}
            <span className="text-3">
              {numberFormat.percentNumber(reduction.low)} to {numberFormat.percentNumber(reduction.high)}
            </span>
          </span>
        );
      },
      sortValue: (row) => rows[row]!.reduction?.share ?? null,
      copyText: (row) => {
        const { reduction } = rows[row]!;
        return reduction === null ? '' : exactNumber(reduction.share * 100);
      },
    },
    {
      id: 'message',
      header: 'Why',
      width: 200,
      grow: 2,
      cell: (row) => <span title={rows[row]!.message}>{rows[row]!.message}</span>,
      copyText: (row) => rows[row]!.message,
    },
  ];
}
