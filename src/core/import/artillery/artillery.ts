import { DocumentReader } from '../document-reader.ts';
import { NOT_THIS_FORMAT, type Importer } from '../importer.ts';
import { headText } from '../reports/report-text.ts';
import { readArtillery } from './read-artillery.ts';

const FIRST = /"(?:scenariosCreated|requestsCompleted)"\s*:/u;
const SECOND = /"(?:firstCounterAt|firstMetricAt|summaries|counters)"\s*:/u;

/** `artillery run --output FILE`: versions 1 and 2. */
export const artilleryJson: Importer = {
  id: 'artillery-json',
  label: 'Artillery JSON',
  tool: 'artillery',
  toolLabel: 'Artillery',
  describes: 'JSON report',
  group: 'load',
  probe: (head) => {
    const text = headText(head);
    if (!/^\s*\{\s*"(?:aggregate|intermediate)"\s*:/u.test(text)) return NOT_THIS_FORMAT;
    if (FIRST.test(text))
      return { score: 0.95, reasons: ['members aggregate and scenariosCreated: Artillery 1'] };
    if (SECOND.test(text)) return { score: 0.95, reasons: ['members aggregate and counters: Artillery 2'] };
    return NOT_THIS_FORMAT;
  },
  open: ({ emit }) => new DocumentReader((bytes) => readArtillery(bytes, emit)),
};
