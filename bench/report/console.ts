import type { Goal, ReportTable } from './model.ts';

/** A table for the terminal. @param judged whether the goals are about files of this size */
export function consoleTable({ title, columns, rows, remarks }: ReportTable, judged: boolean): string {
  const lines = [
    [...columns, judged ? 'goal' : ''],
    ...rows.map(({ cells, goals }) => [
      ...cells.map((cell) => cell.replaceAll('**', '')),
      judged ? goals.map(goalText).join('; ') : '',
    ]),
  ];
  const widths = (lines[0] ?? []).map((_, column) =>
    Math.max(...lines.map((cells) => (cells[column] ?? '').length)),
  );
  const text = lines.map((cells) =>
    cells
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!)))
      .join('  ')
      .trimEnd(),
  );
  return [`\n${title}`, ...text, ...remarks].join('\n');
}

function goalText({ promise, measured, met }: Goal): string {
  const verdict = met === null ? 'not measured:' : met ? 'ok:' : 'MISSED:';
  return `${verdict} ${promise}${measured === null ? '' : ` (${measured})`}`;
}
