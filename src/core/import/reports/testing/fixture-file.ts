import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const FOLDER = resolve(import.meta.dirname, '../../../../../fixtures/others');

/** A file of fixtures/others: `wrk/latency.txt`. */
export function fixtureFile(path: string): Uint8Array {
  return readFileSync(resolve(FOLDER, path));
}

export function fixtureText(path: string): string {
  return new TextDecoder().decode(fixtureFile(path));
}
