import { createRequire } from 'node:module';
import { join } from 'node:path';

/** A package that the benches have installed for themselves. */
export function requirePeer(folder: string, name: string): unknown {
  return createRequire(join(folder, 'package.json'))(name);
}

/** What the parsers that keep nothing count. */
export interface Sums {
  rows: number;
  failures: number;
  elapsedMs: number;
}
