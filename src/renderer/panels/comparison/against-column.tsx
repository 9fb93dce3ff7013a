import './against-column.css';
import { ArrowDown, ArrowUp, CircleQuestionMark, Equal } from 'lucide-react';
import type { ReactNode } from 'react';
import type { MetricVerdict } from '#shared/model/comparison.ts';
import type { DataColumn } from '../../ui/data-table/data-column.ts';
import { exactNumber } from '../../ui/number-format.ts';
import { changeText, changeUnit, intervalText, verdictNames } from './verdict-words.ts';
import type { AgainstBaseline } from './use-against-baseline.ts';

const icons = {
  regressed: ArrowUp,
  improved: ArrowDown,
  inconclusive: CircleQuestionMark,
  'no-change': Equal,
} as const;

/** Room for "+17.8 % inconclusive" and its icon. */
const WIDTH_PX = 164;

/**
 * How much slower or faster p95 is than on side A, and whether that counts (methods A2 to A7).
 * @param labelOf label of the transaction in a row
 */
export function againstColumn(
  { verdicts, error }: AgainstBaseline,
  labelOf: (row: number) => string,
): DataColumn {
  const missing =
    error !== null
      ? `Could not be compared: ${error.message}`
      : verdicts === null
        ? 'The runs are being compared'
        : 'Not on both sides';
  const cell = (verdict: MetricVerdict | null): ReactNode =>
    verdict === null ? (
      <span className="text-3" title={missing}>
        {verdicts === null && error === null ? '…' : '–'}
      </span>
    ) : (
      <AgainstMark verdict={verdict} />
    );
  const of = (row: number): MetricVerdict | null => verdicts?.byLabel.get(labelOf(row)) ?? null;
  return {
    id: 'against',
    header: 'p95 against A',
    hint: 'Change of p95 against the baseline, in the steady phase of both whatever is selected; the margins decide what counts',
    width: WIDTH_PX,
    cell: (row) => cell(of(row)),
    sortValue: (row) => of(row)?.deltaRatio ?? null,
    copyText: (row) => copyOf(of(row)),
    summary: cell(verdicts?.overall ?? null),
    summaryCopyText: copyOf(verdicts?.overall ?? null),
  };
}

function AgainstMark({ verdict }: { readonly verdict: MetricVerdict }): ReactNode {
  const Icon = icons[verdict.verdict];
  const change =
    verdict.deltaRatio === null ? '' : `${changeText('p95', verdict.deltaRatio)} ${changeUnit('p95')} `;
  return (
    <span
      className={`against is-${verdict.verdict}`}
      title={`95 % interval ${intervalText(verdict)}\n${verdict.sentence}`}
    >
      <Icon aria-hidden="true" />
      {change}
      {verdictNames[verdict.verdict]}
    </span>
  );
}

function copyOf(verdict: MetricVerdict | null): string {
  if (verdict === null) return '';
  const { deltaRatio } = verdict;
  const change = deltaRatio === null ? '' : `${exactNumber(deltaRatio * 100)} % `;
  return `${change}${verdictNames[verdict.verdict]}`;
}
