import { DocumentReader } from '../document-reader.ts';
import type { Importer } from '../importer.ts';
import { probeK6Summary } from './probe.ts';
import { readK6Summary } from './report.ts';

/** What k6 sums up at the end of a test: `handleSummary(data)` as JSON, `--summary-export`, the machine-readable summary. */
export const k6Summary: Importer = {
  id: 'k6-summary',
  label: 'k6 summary',
  tool: 'k6',
  toolLabel: 'k6',
  describes: 'end-of-test summary as JSON',
  group: 'load',
  probe: probeK6Summary,
  open: ({ emit }) => new DocumentReader((bytes) => readK6Summary(bytes, emit)),
};
