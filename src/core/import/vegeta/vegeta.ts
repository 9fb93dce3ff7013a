import type { Importer } from '../importer.ts';
import { probeVegeta } from './probe.ts';
import { openVegeta } from './open-vegeta.ts';

/** `vegeta encode`: one result a line, as JSON or CSV. */
export const vegeta: Importer = {
  id: 'vegeta',
  label: 'Vegeta',
  tool: 'vegeta',
  toolLabel: 'Vegeta',
  describes: 'results encoded as JSON or CSV (vegeta encode)',
  group: 'load',
  probe: probeVegeta,
  open: openVegeta,
};
