import type { Importer } from '../importer.ts';
import { probeJmeterCsv } from './probe.ts';
import { JmeterCsvReader } from './reader.ts';

/** JMeter's result file (JTL) as CSV: any set of columns, with or without a header. */
export const jmeterCsv: Importer = {
  id: 'jmeter-csv',
  label: 'JMeter CSV',
  tool: 'jmeter',
  toolLabel: 'JMeter',
  describes: 'JTL as CSV',
  group: 'load',
  probe: probeJmeterCsv,
  open: (context) => new JmeterCsvReader(context),
};
