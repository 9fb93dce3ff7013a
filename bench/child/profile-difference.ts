import {
  compareProfiles,
  DEFAULT_ALIGNMENT,
  Pace,
  readProfileFile,
  wholeProfile,
} from '../product/profile.js';

export interface DifferenceAnswer {
  /** Of the tree of both sides. */
  readonly nodes: number;
  /** Of the sides themselves, as far as samples use them. */
  readonly stacks: readonly [baseline: number, candidate: number];
  /** All samples of each side, ns. */
  readonly totals: readonly [baseline: number, candidate: number];
  /** How the difference was judged: with blocks of time most is computed. */
  readonly method: string;
  /** One comparison after the other. */
  readonly comparedMs: readonly number[];
  /** The same in processor time, that of threads that help included. */
  readonly cpuMs: readonly number[];
}

/** The difference of two profiles in memory, several times. */
export async function run(input: {
  readonly baseline: string;
  readonly candidate: string;
  readonly times: number;
}): Promise<DifferenceAnswer> {
  const { signal } = new AbortController();
  const sideOf = async (file: string) => {
    const [profile] = await readProfileFile(file, 'profile', { format: null }, signal);
    if (profile === undefined) throw new Error('the file has no profile');
    return { profiles: [wholeProfile(profile, {})], cpus: null };
  };
  const baseline = await sideOf(input.baseline);
  const candidate = await sideOf(input.candidate);
  const options = {
    mode: 'share',
    alignment: [...DEFAULT_ALIGNMENT],
    renames: [],
    order: 'heaviest',
    floor: null,
    designEffect: 10,
  } as const;
  const comparedMs: number[] = [];
  const cpuMs: number[] = [];
  for (let time = 1; ; time++) {
    const begun = performance.now();
    const before = process.cpuUsage();
    const difference = await compareProfiles(baseline, candidate, options, new Pace(signal));
    comparedMs.push(performance.now() - begun);
    const { user, system } = process.cpuUsage(before);
    cpuMs.push((user + system) / 1000);
    if (time < input.times) continue;
    const used = (total: Float64Array): number => total.reduce((sum, own) => sum + (own > 0 ? 1 : 0), 0);
    return {
      nodes: difference.nodes.count,
      stacks: [used(difference.nodes.total.baselineRaw), used(difference.nodes.total.candidateRaw)],
      totals: [difference.baseline.total, difference.candidate.total],
      method: difference.method.kind,
      comparedMs,
      cpuMs,
    };
  }
}
