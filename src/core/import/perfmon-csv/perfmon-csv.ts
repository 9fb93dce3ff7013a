import type { Importer } from '../importer.ts';
import { JmeterCsvReader } from '../jmeter-csv/reader.ts';
import { probePerfmonCsv } from './probe.ts';

/**
 * What the PerfMon plugin of JMeter writes as CSV: a JTL whose rows are readings, with the value times 1,000 as elapsed
 * time. The reader is that of JMeter's own files; here the label of a row is enough to tell a reading.
 */
export const perfmonCsv: Importer = {
  id: 'perfmon-csv',
  label: 'PerfMon CSV',
  tool: 'perfmon',
  toolLabel: 'PerfMon',
  describes: 'server metrics of the JMeter plugin as CSV',
  group: 'load',
  probe: probePerfmonCsv,
  open: (context) => new JmeterCsvReader(context, true),
};
