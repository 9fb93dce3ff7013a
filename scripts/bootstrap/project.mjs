import { join, resolve } from 'node:path';
import { readJson } from './read-json.mjs';

export const root = resolve(import.meta.dirname, '../..');

/** Lives in node_modules so that a fresh install also forgets what was known about the old one. */
export const cacheDir = join(root, 'node_modules/.cache/loadstone');

/**
 * The script behind a package's command. Starting it with Node itself needs no shell and no `.cmd` shim,
 * so it is the same on every platform.
 *
 * @param {string} packageName
 * @param {string} [command] when it is not named like the package
 */
export function toolScript(packageName, command = packageName) {
  const folder = join(root, 'node_modules', packageName);
  const manifest = /** @type {{ bin: string | Record<string, string> }} */ (
    readJson(join(folder, 'package.json'))
  );
  const script = typeof manifest.bin === 'string' ? manifest.bin : manifest.bin[command];
  if (script === undefined) throw new Error(`The package ${packageName} has no command ${command}.`);
  return join(folder, script);
}
