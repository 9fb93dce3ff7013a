import { DocumentReader } from '../document-reader.ts';
import { NOT_THIS_FORMAT, type Importer } from '../importer.ts';
import { headText } from '../reports/report-text.ts';
import { readOha } from './read-oha.ts';

/** `oha --output-format json` (once `--json`, `-j`). */
export const ohaJson: Importer = {
  id: 'oha-json',
  label: 'oha JSON',
  tool: 'oha',
  toolLabel: 'oha',
  describes: 'JSON report',
  group: 'load',
  probe: (head) =>
    /^\s*\{\s*"summary"\s*:\s*\{\s*"successRate"\s*:/u.test(headText(head))
      ? { score: 0.95, reasons: ['begins with summary and successRate'] }
      : NOT_THIS_FORMAT,
  open: ({ emit }) => new DocumentReader((bytes) => readOha(bytes, emit)),
};
