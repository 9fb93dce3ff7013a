/** Runs of a random test: few in `npm test`, as many as `LOADSTONE_FUZZ_RUNS` says in a nightly run. */
export function fuzzRuns(usual: number): number {
  return Number(process.env['LOADSTONE_FUZZ_RUNS'] ?? usual);
}
