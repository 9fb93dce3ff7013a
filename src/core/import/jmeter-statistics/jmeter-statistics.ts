import { DocumentReader } from '../document-reader.ts';
import type { Importer } from '../importer.ts';
import { probeJmeterStatistics } from './probe.ts';
import { readStatistics } from './report.ts';

/** `statistics.json` in the folder of JMeter's HTML dashboard. */
export const jmeterStatistics: Importer = {
  id: 'jmeter-statistics',
  label: 'JMeter statistics',
  tool: 'jmeter',
  toolLabel: 'JMeter',
  describes: 'statistics.json of the dashboard',
  group: 'load',
  probe: probeJmeterStatistics,
  open: ({ emit }) => new DocumentReader((bytes) => readStatistics(bytes, emit)),
};
