import { describe, expect, it } from 'vitest';
import { detectFormat } from './detect.ts';
import { importers } from './registry.ts';
import { headOf } from './testing/collect.ts';
import { corpusAvailable, corpusEntries, corpusFile, corpusNote } from './testing/corpus-manifest.ts';

/** What the manifest calls a format, and the importer that it is for; null: of no importer, for the reason in the note. */
const trueFormats: Readonly<Record<string, string | null>> = {
  'JTL CSV': 'jmeter-csv',
  'JTL XML': 'jmeter-xml',
  'JTL XML PerfMon': 'perfmon-xml',
  'statistics.json': 'jmeter-statistics',
  'k6 CSV': 'k6-csv',
  'k6 NDJSON': 'k6-ndjson',
  'k6 handleSummary JSON': 'k6-summary',
  'k6 --summary-export': 'k6-summary',
  'Gatling text 1.x': 'gatling-text',
  'Gatling text 2.0/2.1': 'gatling-text',
  'Gatling text 2.2/2.3': 'gatling-text',
  'Gatling text 3.x': 'gatling-text',
  'Gatling text (edited)': 'gatling-text',
  'Gatling binary': 'gatling-binary',
  'Gatling stats.json': 'gatling-stats',
  'Gatling global_stats.json': 'gatling-stats',
  'Gatling assertions.json': null,
  'Locust stats': 'locust-csv',
  'Locust history': 'locust-csv',
  'Locust failures': 'locust-csv',
  'Locust exceptions': 'locust-csv',
  'Locust worker LDJSON (Taurus)': 'taurus-ldjson',
  'wrk console output': 'wrk',
  'Artillery report JSON': 'artillery-json',
  empty: null,
};

/** A second candidate that is as likely would be a guess. */
const LEAD = 0.3;

/** Names that say something else than the content does. */
const misleadingNames = ['results.jtl', 'simulation.log', 'out.json', 'stats.csv', 'report.xml', 'file'];

const entries = corpusEntries();

describe.skipIf(!corpusAvailable)(`detection of real files by their content alone${corpusNote}`, () => {
  it('gives every file its true format, and no other one near it', () => {
    // Rows: what the files are; columns: what they are taken for.
    const confusion = new Map<string, Map<string, number>>();
    for (const { path, format } of entries) {
      const bytes = corpusFile(path);
      const { best, candidates } = detectFormat(headOf(bytes, 'file'), importers, 'none');
      const row = confusion.get(format) ?? new Map<string, number>();
      const taken = best?.format ?? 'nothing';
      confusion.set(format, row.set(taken, (row.get(taken) ?? 0) + 1));
      const [first, second] = candidates;
      if (first !== undefined && second !== undefined)
        expect.soft(first.score - second.score, path).toBeGreaterThanOrEqual(LEAD);
    }
    expect(
      Object.fromEntries([...confusion].map(([format, row]) => [format, [...row.keys()].join(' and ')])),
    ).toEqual(
      Object.fromEntries([...confusion.keys()].map((format) => [format, trueFormats[format] ?? 'nothing'])),
    );
  });

  it('knows every format of the manifest', () => {
    for (const { format } of entries) expect(Object.keys(trueFormats)).toContain(format);
  });

  it('is not led by the name of a file', () => {
    for (const { path, format } of entries) {
      for (const name of misleadingNames) {
        const { best } = detectFormat(headOf(corpusFile(path), name), importers, 'none');
        expect(best?.format ?? null, `${path} as ${name}`).toBe(trueFormats[format]);
      }
    }
  });
});
