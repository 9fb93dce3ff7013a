import { DocumentReader } from '../document-reader.ts';
import { NOT_THIS_FORMAT, type Importer } from '../importer.ts';
import { headText } from '../reports/report-text.ts';
import { readAutocannon } from './read-autocannon.ts';

/** Names that only autocannon has together. */
const MARKS = ['"p97_5"', '"latency"', '"throughput"', '"non2xx"'];

/** `autocannon --json`. */
export const autocannonJson: Importer = {
  id: 'autocannon-json',
  label: 'autocannon JSON',
  tool: 'autocannon',
  toolLabel: 'autocannon',
  describes: 'JSON report',
  group: 'load',
  probe: (head) => {
    const text = headText(head);
    return text.trimStart().startsWith('{') && MARKS.every((mark) => text.includes(mark))
      ? { score: 0.95, reasons: ['members latency, throughput, non2xx and p97_5'] }
      : NOT_THIS_FORMAT;
  },
  open: ({ emit }) => new DocumentReader((bytes) => readAutocannon(bytes, emit)),
};
