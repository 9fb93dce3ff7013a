import { perfmonSourceOf } from '../jmeter/perfmon-label.ts';
import type { JmeterColumn } from './columns.ts';
import { firstRecords } from './delimited-text.ts';
import type { Layout } from './layout.ts';

/** Rows that are looked at. */
const SAMPLE_ROWS = 300;

/** The value that the plugin writes for an error: -1, times 1,000. */
const ERROR_ELAPSED = '-1000';

/** What the first rows of a file have of the PerfMon plugin; see `PerfmonRows`. */
export interface PerfmonMarks {
  readonly rows: number;
  /** Rows with a label of the plugin and without thread, code and message. */
  readonly readings: number;
  /** Errors of the plugin. */
  readonly errors: number;
  /** Rows with such a label, where nothing tells whether they are readings. */
  readonly doubtful: number;
  /** Labels that were met, the first few. */
  readonly labels: readonly string[];
}

const LISTED_LABELS = 3;

export function perfmonMarksOf(text: string, layout: Layout, complete: boolean): PerfmonMarks {
  const indexOf = (column: JmeterColumn): number =>
    layout.columns.findIndex((candidate) => candidate.column === column);
  const label = indexOf('label');
  const thread = indexOf('threadName');
  const code = indexOf('responseCode');
  const message = indexOf('responseMessage');
  const success = indexOf('success');
  const elapsed = indexOf('elapsed');
  const records = firstRecords(text, layout.delimiter, SAMPLE_ROWS + 1).slice(layout.hasHeader ? 1 : 0);
  const labels = new Set<string>();
  let rows = 0;
  let readings = 0;
  let errors = 0;
  let doubtful = 0;
  for (const record of records) {
    // The last record may be cut off.
    if ((!record.ended && !complete) || record.cells.length !== layout.columns.length) continue;
    const cell = (index: number): string => record.cells[index]?.text ?? '';
    const isLabel = perfmonSourceOf(cell(label)) !== null;
    const isPlain = cell(code) === '' && cell(message) === '';
    rows += 1;
    if (
      thread >= 0 &&
      cell(thread) === '' &&
      cell(success).toLowerCase() === 'false' &&
      cell(elapsed) === ERROR_ELAPSED
    )
      errors += 1;
    else if (isLabel && isPlain && cell(thread) === '') {
      if (thread < 0) doubtful += 1;
      else readings += 1;
      if (labels.size < LISTED_LABELS) labels.add(cell(label));
    }
  }
  return { rows, readings, errors, doubtful, labels: [...labels] };
}

/** Whether every row is one of the plugin, and that is certain. */
export function isPerfmonOnly({ rows, readings, errors }: PerfmonMarks): boolean {
  return readings > 0 && readings + errors === rows;
}
