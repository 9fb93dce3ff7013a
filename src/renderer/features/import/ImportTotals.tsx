import type { ReactNode } from 'react';
import { formatBytesOf } from '../../ui/byte-format.ts';
import { formatRemaining } from '../../ui/duration-format.ts';
import { numberFormat } from '../../ui/number-format.ts';
import type { ImportSummary } from './import-summary.ts';

/** Bytes, speed and time of the whole queue: `2.86 of 6.94 GB`, `1.60 M rows/s`, `17 s left`. */
export function ImportTotals({ summary }: { readonly summary: ImportSummary }): ReactNode {
  if (!summary.active) return null;
  const [read, ...of] = formatBytesOf(summary.bytesRead, summary.bytesTotal).split(' of ');
  return (
    <div className="import-view__totals figure">
      <span>
        <b>{read}</b> of {of.join(' of ')}
      </span>
      {summary.rowsPerSec > 0 && (
        <span>
          <b>{numberFormat.compact(summary.rowsPerSec)}</b> rows/s
        </span>
      )}
      {summary.remainingMs !== null && (
        <span>
          <b>{formatRemaining(summary.remainingMs)}</b> left
        </span>
      )}
    </div>
  );
}
