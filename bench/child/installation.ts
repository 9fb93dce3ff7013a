import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { engineOptions, type EngineOptions, type Installation } from '../product/engine.js';

/** The reading thread lies beside the entry that runs, as in the product. */
export const installation: Installation = {
  version: 'bench',
  rendererDirectory: '',
  workerUrl: new URL('./import-worker.mjs', `${pathToFileURL(dirname(process.argv[1]!)).href}/`),
  sample: null,
};

/** The engine as the command line opens it. */
export function commandLineOptions(workspacePath: string, memoryLimitBytes?: number): EngineOptions {
  return engineOptions(installation, { workspacePath, remember: false, memoryLimitBytes });
}
