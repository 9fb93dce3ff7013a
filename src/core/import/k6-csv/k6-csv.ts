import type { Importer } from '../importer.ts';
import { probeK6Csv } from './probe.ts';
import { K6CsvReader } from './reader.ts';

/** `k6 run --out csv=FILE`: one row for every reading of every metric. */
export const k6Csv: Importer = {
  id: 'k6-csv',
  label: 'k6 CSV',
  tool: 'k6',
  toolLabel: 'k6',
  describes: 'CSV output (one point per row)',
  group: 'load',
  probe: probeK6Csv,
  open: (context) => new K6CsvReader(context),
};
