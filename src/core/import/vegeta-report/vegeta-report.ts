import { DocumentReader } from '../document-reader.ts';
import { NOT_THIS_FORMAT, type Importer } from '../importer.ts';
import { headText } from '../reports/report-text.ts';
import { readVegetaReport } from './read-vegeta-report.ts';

const MARKS = ['"bytes_in"', '"bytes_out"', '"status_codes"', '"requests"'];

/** `vegeta report -type=json`. */
export const vegetaReport: Importer = {
  id: 'vegeta-report',
  label: 'Vegeta report',
  tool: 'vegeta',
  toolLabel: 'Vegeta',
  describes: 'JSON report',
  group: 'load',
  probe: (head) => {
    const text = headText(head);
    return /^\s*\{\s*"latencies"\s*:\s*\{/u.test(text) && MARKS.every((mark) => text.includes(mark))
      ? { score: 0.95, reasons: ['members latencies, bytes_in, bytes_out and status_codes'] }
      : NOT_THIS_FORMAT;
  },
  open: ({ emit }) => new DocumentReader((bytes) => readVegetaReport(bytes, emit)),
};
