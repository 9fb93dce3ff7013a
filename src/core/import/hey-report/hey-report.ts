import { DocumentReader } from '../document-reader.ts';
import { NOT_THIS_FORMAT, type Importer } from '../importer.ts';
import { headText } from '../reports/report-text.ts';
import { readHey } from './read-hey.ts';

/** oha prints a report of the same build, with other lines in it. */
const MARKS = [/^Summary:\s*$/mu, /^\s+Total:\t[\d.]+ secs/mu, /^\s+Slowest:\t/mu, /^\s+Requests\/sec:\t/mu];

/** What hey (once boom) prints. */
export const heyReport: Importer = {
  id: 'hey-report',
  label: 'hey report',
  tool: 'hey',
  toolLabel: 'hey',
  describes: 'printed report',
  group: 'load',
  probe: (head) => {
    const text = headText(head);
    return MARKS.every((mark) => mark.test(text))
      ? { score: 0.95, reasons: ['a summary with Total, Slowest and Requests/sec'] }
      : NOT_THIS_FORMAT;
  },
  open: ({ emit }) => new DocumentReader((bytes) => readHey(bytes, emit)),
};
