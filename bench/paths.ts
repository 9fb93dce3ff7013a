import { join, resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '..');

/** Generated files and workspaces: some gigabytes, kept from run to run. */
export const dataFolder = resolve(process.env['LOADSTONE_BENCH_DATA'] ?? join(root, 'bench/.data'));

/** Programs to compare with; never part of the product's own packages. */
export const peersFolder = join(root, 'bench/.peers');

/** Below node_modules, so that Node finds the product's packages from here and no other tool looks in. */
export const bundleFolder = join(root, 'node_modules/.cache/loadstone/bench');

export const reportFile = join(root, 'docs/benchmarks.md');
