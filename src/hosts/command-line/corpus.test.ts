import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  corpusAvailable,
  corpusEntries,
  corpusNote,
  corpusPath,
} from '#core/import/testing/corpus-manifest.ts';
import { useTemporaryFolder } from '#core/io/testing/temporary-folder.ts';
import { runCommandLine } from './run-command.ts';
import type { RunDocument, SummaryDocument } from './summary-document.ts';

/** `loadstone summary FILE --json` against what the manifest of the corpus states about each file. */

const folder = useTemporaryFolder();

interface Stated {
  readonly rows?: number;
  readonly http_reqs?: number;
  readonly failed?: number;
  readonly first_ts?: number;
  readonly last_ts?: number;
  readonly first_time?: string;
  readonly last_time?: string;
  readonly p50?: number;
  readonly p95?: number;
  readonly p99?: number;
  readonly max?: number;
  readonly mean?: number;
  readonly sum_bytes?: number;
  readonly checks?: { readonly pass?: number; readonly fail?: number };
}

/**
 * The facts are those of all rows. In these files some are no samples: the last row is cut off and 30 controllers are
 * empty; the instants are impossible dates; there are no durations.
 */
const rowsThatAreNoSamples: Readonly<Record<string, number>> = {
  'jmeter/defra-date-timestamps.jtl': 31,
  'jmeter/perfplugin-bad-date.csv': 3,
};
/** Its time stamps and durations are nanoseconds. */
const NANOSECONDS = 'jmeter/jmeter-html-report-nanos.csv';

const entries = corpusEntries().filter(({ format }) => format === 'JTL CSV' || format === 'k6 NDJSON');

describe.skipIf(!corpusAvailable)(`summary --json of real files${corpusNote}`, () => {
  const runs = new Map<string, RunDocument>();

  beforeAll(async () => {
    process.env['LOADSTONE_CONFIG_DIR'] = folder.file('config');
    const printed: string[] = [];
    const paths = entries.map(({ path }) => corpusPath(path));
    const options = [
      '--kind',
      'all',
      '--estimator',
      'nearest-rank',
      '--percentiles',
      '50,95,99',
      '--timezone',
      'UTC',
    ];
    const code = await runCommandLine(
      ['summary', ...paths, ...options, '--json'],
      {
        version: 'test',
        rendererDirectory: '',
        workerUrl: pathToFileURL(folder.file('none.js')),
        sample: null,
      },
      { print: (text) => printed.push(text), note: () => undefined, progress: () => undefined },
      new AbortController().signal,
    );
    // One file has nothing but impossible dates.
    expect(code).toBe(0);
    const { runs: found } = JSON.parse(printed.join('')) as SummaryDocument;
    expect(found).toHaveLength(entries.length);
    entries.forEach(({ path }, index) => runs.set(path, found[index]!));
  }, 120_000);

  it.each(entries.map(({ path, facts }) => [path, facts as Stated] as const))('%s', (path, stated) => {
    const run = runs.get(path)!;
    const { overall } = run;
    const scale = path === NANOSECONDS ? 1e6 : 1;
    const others = rowsThatAreNoSamples[path] ?? 0;
    expect(overall.samples).toBe((stated.rows ?? stated.http_reqs!) - others);
    if (stated.failed !== undefined) expect(overall.failures).toBe(stated.failed);
    if (stated.checks !== undefined) {
      const passed = run.checks.reduce((sum, check) => sum + check.passed, 0);
      expect(passed).toBe(stated.checks.pass ?? 0);
    }
    if (others > 0) return;
    for (const [key, value] of [
      ['50', stated.p50],
      ['95', stated.p95],
      ['99', stated.p99],
    ] as const) {
      if (value !== undefined) expect(overall.percentilesMs[key]! * scale).toBeCloseTo(value, 6);
    }
    if (stated.max !== undefined) expect(overall.maxMs! * scale).toBeCloseTo(stated.max, 6);
    if (stated.mean !== undefined) expect(overall.meanMs! * scale).toBeCloseTo(stated.mean, 3);
    if (stated.sum_bytes !== undefined) expect(overall.receivedBytes ?? 0).toBe(stated.sum_bytes);
    if (stated.first_ts !== undefined && path !== NANOSECONDS) {
      expect(run.firstInstant).toBe(new Date(stated.first_ts).toISOString());
      expect(run.lastInstant).toBe(new Date(stated.last_ts!).toISOString());
    }
    if (stated.last_time !== undefined) {
      // k6 writes the ends of requests; the fact is the last of them, to the nanosecond.
      const endMs = Date.parse(run.startedAt!) + run.durationMs!;
      expect(Math.abs(endMs - Date.parse(stated.last_time))).toBeLessThanOrEqual(1);
    }
  });
});
