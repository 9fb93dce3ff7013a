import { describe, expect, it } from 'vitest';
import { detectFormat } from '../detect.ts';
import { importers } from '../registry.ts';
import { headOf } from '../testing/collect.ts';
import { corpusAvailable, corpusEntries, corpusFile, corpusNote } from '../testing/corpus-manifest.ts';
import { fixtureFile } from './testing/fixture-file.ts';

const formatOf = (bytes: Uint8Array): string | null =>
  detectFormat(headOf(bytes), importers, 'none').best?.format ?? null;

describe('reports among all formats', () => {
  it.each([
    ['artillery/report.json', 'artillery-json'],
    ['autocannon/report.json', 'autocannon-json'],
    ['autocannon/refused.json', 'autocannon-json'],
    ['hdr-histogram/nanoseconds.hlog', 'hdr-histogram-log'],
    ['hdr-histogram/tagged-microseconds.hlog', 'hdr-histogram-log'],
    ['hdr-histogram/doubles.hlog', 'hdr-histogram-log'],
    ['hdr-histogram/spectrum.hgrm', 'hdr-histogram-percentiles'],
    ['hdr-histogram/spectrum.csv', 'hdr-histogram-percentiles'],
    ['hey/report.txt', 'hey-report'],
    ['hey/refused.txt', 'hey-report'],
    ['oha/report.json', 'oha-json'],
    ['oha/deadline.json', 'oha-json'],
    ['wrk/latency.txt', 'wrk'],
    ['wrk/errors.txt', 'wrk'],
    ['wrk/two-runs.txt', 'wrk'],
  ])('%s is %s', (path, format) => {
    expect(formatOf(fixtureFile(path))).toBe(format);
  });
});

describe.skipIf(!corpusAvailable)(`the corpus${corpusNote}`, () => {
  it('has reports, and nothing else that is taken for one', () => {
    const own =
      /^(?:locust-csv|artillery-json|wrk|hey-report|oha-json|autocannon-json|vegeta-report|hdr-histogram)/u;
    for (const { path } of corpusEntries()) {
      const isOwn = /^(?:locust\/.*\.csv|other\/)/u.test(path);
      const bytes = corpusFile(path);
      if (bytes.length > 0) expect(own.test(formatOf(bytes) ?? ''), path).toBe(isOwn);
    }
  });

  it('has reports of three tools', () => {
    const formats = new Set(
      corpusEntries()
        .filter(({ path }) => /^(?:locust\/.*\.csv|other\/)/u.test(path))
        .map(({ path }) => formatOf(corpusFile(path))),
    );
    expect([...formats].sort()).toEqual(['artillery-json', 'locust-csv', 'wrk']);
  });
});
