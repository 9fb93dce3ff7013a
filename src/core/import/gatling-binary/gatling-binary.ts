import type { Importer } from '../importer.ts';
import { probeGatlingBinary } from './probe.ts';
import { GatlingBinaryReader } from './reader.ts';

/** `simulation.log` of Gatling 3.13 and later: binary records, texts written once and then by number. */
export const gatlingBinary: Importer = {
  id: 'gatling-binary',
  label: 'Gatling binary',
  tool: 'gatling',
  toolLabel: 'Gatling',
  describes: 'simulation.log of 3.13 and later',
  group: 'load',
  probe: probeGatlingBinary,
  open: (context) => new GatlingBinaryReader(context),
};
