import type { Importer } from '../importer.ts';
import { probeK6Ndjson } from './probe.ts';
import { K6NdjsonReader } from './reader.ts';

/** `k6 run --out json=FILE`: one JSON object per line, for every reading of every metric. */
export const k6Ndjson: Importer = {
  id: 'k6-ndjson',
  label: 'k6 JSON',
  tool: 'k6',
  toolLabel: 'k6',
  describes: 'JSON output (one point per line)',
  group: 'load',
  probe: probeK6Ndjson,
  open: (context) => new K6NdjsonReader(context),
};
