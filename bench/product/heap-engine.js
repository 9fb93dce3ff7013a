/** The engine, asked about heap snapshots. Types: heap-engine.d.ts, by hand. */
export { openLocalEngine as openHeapEngine } from '../../src/hosts/command-line/local-engine.ts';
