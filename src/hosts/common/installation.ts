import { existsSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { SampleFile } from '../../core/workspace/sample-files.ts';
import packageJson from '../../../package.json' with { type: 'json' };

/** Where the parts of this installation lie, seen from the folder of the built entries (`out/main/`). */
export interface Installation {
  readonly version: string;
  readonly rendererDirectory: string;
  readonly workerUrl: URL;
  readonly sample: {
    readonly files: readonly SampleFile[];
    readonly description: string;
    readonly sizeBytes: number;
  } | null;
}

const CANDIDATE = 'fixtures/jmeter/5.6.3/shop-candidate.jtl.gz';
const BASELINE = 'fixtures/jmeter/5.6.3/shop-baseline.jtl.gz';

/**
 * What "Open the sample workspace" imports: output of real tools, see fixtures/README.md. The run that is judged comes
 * first: it is what the window opens.
 */
const SAMPLE_FILES: readonly SampleFile[] = [
  { path: CANDIDATE },
  { path: BASELINE, baseline: 'shop' },
  { path: 'fixtures/k6/1.8.1/results.ndjson.json.gz' },
  // Profiles of V8 have no date. The first request in them is that of the run.
  {
    path: 'fixtures/jmeter/5.6.3/shop-baseline-server.cpuprofile.gz',
    profileOf: { path: BASELINE, offsetMs: -2050 },
  },
  {
    path: 'fixtures/jmeter/5.6.3/shop-candidate-server.cpuprofile.gz',
    profileOf: { path: CANDIDATE, offsetMs: -2030 },
  },
  ...[1, 2, 3, 4, 5].map((snapshot) => ({ path: `fixtures/heap/orders-leak-${snapshot}.heapsnapshot.zst` })),
];
const SAMPLE_DESCRIPTION =
  'Two JMeter runs of a demo shop, the second with a regression, CPU profiles of its server under both, a k6 run, and ' +
  'five heap snapshots of a service that leaks. Output of real tools.';

/** @param entries folder of the entry that is running, with a slash at the end */
export function installationAt(entries: URL): Installation {
  const placed = (path: string): string => fileURLToPath(new URL(`../../${path}`, entries));
  const files = SAMPLE_FILES.map(({ path, profileOf, ...file }) => ({
    ...file,
    path: placed(path),
    ...(profileOf !== undefined && { profileOf: { ...profileOf, path: placed(profileOf.path) } }),
  }));
  return {
    version: packageJson.version,
    rendererDirectory: fileURLToPath(new URL('../renderer/', entries)),
    workerUrl: new URL('./import-worker.js', entries),
    sample: files.every(({ path }) => existsSync(path))
      ? {
          files,
          description: SAMPLE_DESCRIPTION,
          sizeBytes: files.reduce((sum, { path }) => sum + statSync(path).size, 0),
        }
      : null,
  };
}
