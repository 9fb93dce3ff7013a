import type { Importer } from '../importer.ts';
import { probeLocustCsv } from './probe.ts';
import { LocustCsvReader } from './reader.ts';

/** Of `results/run7_stats_history.csv`: `results/run7`. Before 1.0 the statistics were `run7_requests.csv`. */
const FILE_NAME =
  /^(?<run>.+?)_(?:stats_history|stats|requests|failures|exceptions)\.csv(?:\.(?:gz|zst|bz2))?$/iu;

/** `locust --csv PREFIX`: statistics, their history, failures and exceptions, each in a file of its own. */
export const locustCsv: Importer = {
  id: 'locust-csv',
  label: 'Locust CSV',
  tool: 'locust',
  toolLabel: 'Locust',
  describes: 'CSV statistics, history, failures, exceptions',
  group: 'load',
  probe: probeLocustCsv,
  runNameOf: (fileName) => FILE_NAME.exec(fileName)?.groups?.['run'] ?? null,
  open: (context) => new LocustCsvReader(context),
};
