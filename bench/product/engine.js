/**
 * The parts of the product that are measured, as they are. Types: engine.d.ts, by hand, because a file of the tools'
 * TypeScript project must not import one of another project.
 */
export { openLocalEngine } from '../../src/hosts/command-line/local-engine.ts';
export { engineOptions } from '../../src/hosts/common/engine-options.ts';
