import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * A process that keeps one `SessionContext` per request in a map, and writes a heap snapshot after every `step` requests.
 * `Cart` objects are as many at every step: they come and go.
 */
const program = `
const { writeHeapSnapshot } = require('node:v8');
const [folder, steps, step] = [process.argv[1], Number(process.argv[2]), Number(process.argv[3])];
class SessionContext {
  constructor(id) {
    this.id = id;
    this.buffer = new Array(40).fill(id + 0.5);
  }
}
class Cart {
  constructor(id) {
    this.items = [id, id + 1];
  }
}
const liveSessions = new Map();
let carts = [];
globalThis.shop = { liveSessions };
let requests = 0;
for (let at = 1; at <= steps; at++) {
  for (let i = 0; i < step; i++) liveSessions.set(requests, new SessionContext(requests++));
  carts = Array.from({ length: 400 }, (_, id) => new Cart(id));
  globalThis.shop.carts = carts;
  globalThis.gc();
  writeHeapSnapshot(folder + '/shop-' + at + '.heapsnapshot');
}
`;

/** Writes heap snapshots of one real process that leaks. @returns their paths, in order */
export async function leakingProcess(folder: string, steps: number, step: number): Promise<string[]> {
  await run(process.execPath, ['--expose-gc', '-e', program, folder, String(steps), String(step)]);
  return Array.from({ length: steps }, (_, at) => `${folder}/shop-${at + 1}.heapsnapshot`);
}
