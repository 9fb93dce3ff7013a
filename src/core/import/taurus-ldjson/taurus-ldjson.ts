import type { Importer } from '../importer.ts';
import { probeTaurusLdjson } from './probe.ts';
import { TaurusLdjsonReader } from './reader.ts';

/** What Taurus writes of a distributed Locust run: a worker's statistics of some seconds, one JSON object a line. */
export const taurusLdjson: Importer = {
  id: 'taurus-ldjson',
  label: 'Taurus Locust workers',
  tool: 'locust',
  toolLabel: 'Locust',
  describes: 'worker statistics of a Taurus run (locust-workers.ldjson)',
  group: 'load',
  probe: probeTaurusLdjson,
  open: (context) => new TaurusLdjsonReader(context),
};
