/** What the window computes while a brush moves. Types: cube.d.ts, by hand. */
export { binsOfSpan } from '../../src/renderer/data/latency-cube.ts';
export { buildLatencyCubeAtOnce } from '../../src/renderer/data/latency-cube-build.ts';
export { createCubeEstimator } from '../../src/renderer/data/latency-cube-estimate.ts';
