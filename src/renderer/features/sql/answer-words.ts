import type { StatementResult } from '#shared/model/sql.ts';
import { formatSpan } from '../../ui/duration-format.ts';
import { numberFormat } from '../../ui/number-format.ts';

/** `1,204 rows, 3 columns, 12.4 ms`; what is left out stands in front. */
export function answerWords({ rowCount, columns, more, elapsedMs }: StatementResult): string {
  const width = `${numberFormat.count(columns.length)} ${columns.length === 1 ? 'column' : 'columns'}`;
  return [rowWords(rowCount, more), width, timeWords(elapsedMs)].join(', ');
}

function rowWords(count: number, more: StatementResult['more']): string {
  const rows = `${numberFormat.count(count)} ${count === 1 ? 'row' : 'rows'}`;
  switch (more) {
    case 'rows':
      return `First ${numberFormat.count(count)} of at least ${numberFormat.count(count + 1)} rows`;
    case 'bytes':
      return `First ${rows} of more`;
    case null:
      return rows;
  }
}

/** Why not all rows are here; null: they are. */
export function limitWords({ more }: StatementResult): string | null {
  switch (more) {
    case 'rows':
      return 'There are more rows. Saving writes all of them; LIMIT and WHERE narrow the statement.';
    case 'bytes':
      return 'The rows are too large to show all of them. Saving writes all; fewer columns take less room.';
    case null:
      return null;
  }
}

export function timeWords(ms: number): string {
  return ms < 1000 ? `${numberFormat.short(ms)} ms` : formatSpan(ms);
}
