import type { ReportTable } from './model.ts';

/** A table for the terminal. */
export function consoleTable({ title, columns, rows, remarks }: ReportTable): string {
  const lines = [
    [...columns, 'goal'],
    ...rows.map(({ cells, goals }) => [
      ...cells.map((cell) => cell.replaceAll('**', '')),
      goals
        .map(
          ({ promise, measured, met }) =>
            `${met === null ? '?' : met ? 'ok' : 'MISSED'} ${promise}${measured === null ? '' : ` (${measured})`}`,
        )
        .join('; '),
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
