import type { Importer } from '../importer.ts';
import { probeGatlingText } from './probe.ts';
import { GatlingTextReader } from './reader.ts';

/** `simulation.log` of Gatling up to 3.12: one record a line, cells apart by tabs. */
export const gatlingText: Importer = {
  id: 'gatling-text',
  label: 'Gatling text',
  tool: 'gatling',
  toolLabel: 'Gatling',
  describes: 'simulation.log up to 3.12',
  group: 'load',
  probe: probeGatlingText,
  open: (context) => new GatlingTextReader(context),
};
