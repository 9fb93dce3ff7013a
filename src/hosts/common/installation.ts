import { existsSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { SampleFile } from '../../core/engine.ts';
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

/**
 * What "Open the sample workspace" imports: output of real tools, see fixtures/README.md. The run that is judged comes
 * first: it is what the window opens.
 */
const SAMPLE_FILES: readonly SampleFile[] = [
  { path: 'fixtures/jmeter/5.6.3/shop-candidate.jtl.gz' },
  { path: 'fixtures/jmeter/5.6.3/shop-baseline.jtl.gz', baseline: 'shop' },
  { path: 'fixtures/k6/1.8.1/results.ndjson.json.gz' },
  { path: 'fixtures/jmeter/5.6.3/shop-baseline-server.cpuprofile.gz' },
  { path: 'fixtures/jmeter/5.6.3/shop-candidate-server.cpuprofile.gz' },
  ...[1, 2, 3, 4, 5].map((snapshot) => ({ path: `fixtures/heap/orders-leak-${snapshot}.heapsnapshot.zst` })),
];
const SAMPLE_DESCRIPTION =
  'Two JMeter runs of a demo shop, the second with a regression, CPU profiles of its server under both, a k6 run, and ' +
  'five heap snapshots of a service that leaks. Output of real tools.';

/** @param entries folder of the entry that is running, with a slash at the end */
export function installationAt(entries: URL): Installation {
  const files = SAMPLE_FILES.map((file) => ({
    ...file,
    path: fileURLToPath(new URL(`../../${file.path}`, entries)),
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
