import { DocumentReader } from '../document-reader.ts';
import { NOT_THIS_FORMAT, type Importer } from '../importer.ts';
import { headText, reportLines } from '../reports/report-text.ts';
import { readWrk, RUN_START } from './read-wrk.ts';

/** What wrk and wrk2 print. */
export const wrk: Importer = {
  id: 'wrk',
  label: 'wrk',
  tool: 'wrk',
  toolLabel: 'wrk',
  describes: 'printed report (wrk, wrk2)',
  group: 'load',
  probe: (head) => {
    const text = headText(head);
    const lines = [...reportLines(text)].map((line) => line.text.trim());
    if (!lines.some((line) => RUN_START.test(line))) return NOT_THIS_FORMAT;
    const marks = ['Thread Stats', 'Latency Distribution', 'Requests/sec:'].filter((mark) =>
      lines.some((line) => line.startsWith(mark)),
    );
    return { score: marks.length === 0 ? 0.4 : 0.95, reasons: ['a line "Running … test @ …"', ...marks] };
  },
  open: ({ emit }) => new DocumentReader((bytes) => readWrk(bytes, emit)),
};
