import { AppError } from '#shared/contract/errors.ts';
import { NO_FIGURES } from '../aggregates.ts';
import type { DocumentReport } from '../document-reader.ts';
import type { ImportEmitter } from '../importer.ts';
import { shiftDecimal } from '../reports/decimal-shift.ts';
import { sendReport } from '../reports/document-report.ts';
import { PercentileTable, TABLE_HEADER } from '../reports/percentile-table.ts';
import { decodeReport } from '../reports/report-text.ts';
import { readLines } from '../reports/text-report.ts';
import { WarningLog } from '../warning-log.ts';
import { PLACES_TO_MS, UnitGuess } from './value-unit.ts';

/**
 * Reads what `outputPercentileDistribution` prints. Of several tables in one file the first is read.
 *
 * @throws {AppError} `file-damaged`
 */
export function readPercentileTable(bytes: Uint8Array, emit: ImportEmitter): DocumentReport {
  const { text, encoding } = decodeReport(bytes);
  const unit = new UnitGuess();
  const table = new PercentileTable();
  let tables = 0;
  const rejects = readLines(text, (line) => {
    if (TABLE_HEADER.test(line)) tables += 1;
    else if (tables === 0) unit.comment(line);
    else if (tables === 1 && !table.ended && line !== '') {
      const outcome = table.read(line);
      if (outcome === false) unit.comment(line);
      return typeof outcome === 'string' ? outcome : null;
    }
    return null;
  });
  if (table.percentiles.length === 0) {
    const place = rejects.kept[0] ?? { line: 1, byte: 0 };
    throw new AppError('file-damaged', 'The table of percentiles has no rows.', {
      hint: 'HdrHistogram prints one row for each percentile.',
      place: { line: place.line, byte: place.byte },
    });
  }
  const warnings = new WarningLog();
  if (unit.assumption !== null) warnings.add('assumed-unit', unit.assumption);
  if (tables > 1)
    warnings.add(
      'several-tables',
      'The file has several tables of percentiles: only the first was read.',
      tables - 1,
    );
  if (table.percentiles.at(-1)?.[0] !== 100)
    warnings.add('cut-off', 'The table does not go up to the highest value: its end is missing.');
  const places = PLACES_TO_MS[unit.unit];
  const ms = (value: number | null): number | null => (value === null ? null : shiftDecimal(value, places));
  const figures = {
    ...NO_FIGURES,
    samples: table.total,
    meanMs: ms(table.mean),
    maxMs: ms(table.max),
    stdDevMs: ms(table.stdDev),
    percentilesMs: table.percentiles.map(([percentile, value]): [number, number] => [
      percentile,
      shiftDecimal(value, places),
    ]),
  };
  return sendReport(
    emit,
    { aggregates: [{ transaction: null, interval: null, figures }] },
    {
      rejectedRows: rejects.count,
      rejects: rejects.kept,
      clockTickMs: 10 ** places,
      warnings: warnings.list(),
      properties: { 'unit of values': unit.unit, rows: String(table.percentiles.length), encoding },
    },
  );
}
