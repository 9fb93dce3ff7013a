import { DocumentReader } from '../document-reader.ts';
import type { Importer } from '../importer.ts';
import { probeGatlingStats } from './probe.ts';
import { readGatlingStats } from './report.ts';

/** Figures in the `js` folder of a report of Gatling: `stats.js`, and `stats.json` and `global_stats.json` of older versions. */
export const gatlingStats: Importer = {
  id: 'gatling-stats',
  label: 'Gatling report',
  tool: 'gatling',
  toolLabel: 'Gatling',
  describes: 'stats.js, stats.json, global_stats.json',
  group: 'load',
  probe: probeGatlingStats,
  open: ({ emit }) => new DocumentReader((bytes) => readGatlingStats(bytes, emit)),
};
