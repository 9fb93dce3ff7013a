import type { DifferenceAnswer } from '../child/profile-difference.ts';
import { profileFile, type ProfileFile, type ProfileVariant } from '../data/profile-file.ts';
import type { Case, CaseResult } from '../measure/interleave.ts';
import { median } from '../measure/statistics.ts';
import { runJob } from '../product/bundle.ts';
import { goal, type ReportRow } from '../report/model.ts';
import { anyFailed, remarkOn } from '../report/process-table.ts';
import { count, seconds } from '../report/units.ts';
import type { Part, PartReport } from './context.ts';
import { sameFacts } from './facts.ts';

const FULL = { nodes: 500_000, samples: 1_000_000 };
const QUICK = { nodes: 5000, samples: 40_000 };
const TIMES = 5;
const LIMIT_MS = 1000;

/** Every sample is of another place, so that nearly all nodes have some. */
const variant = (suffix: string, treeSeed: number, runSeed: number): ProfileVariant => ({
  suffix,
  treeSeed,
  runSeed,
  samplesPerPlace: 1,
});

/** Two profiles against each other: the tree of both, verdicts on functions and paths, where changes come from. */
export const profileDifference: Part = {
  id: 'profile-difference',
  async run({ options, tell, measure }): Promise<PartReport> {
    const { nodes, samples } = options.quick ? QUICK : FULL;
    const baseline = profileFile(nodes, samples, tell, variant('-a', 5, 21));
    const again = profileFile(nodes, samples, tell, variant('-b', 5, 22));
    const other = profileFile(nodes, samples, tell, variant('-c', 6, 23));
    const results = await measure([
      differenceCase('same', 'two runs of one program', baseline, again),
      differenceCase('other', 'two programs that share functions, but hardly a path', baseline, other),
    ]);
    const table = {
      id: 'profile-difference',
      title: `Difference of two CPU profiles of ${count(nodes)} nodes and ${count(samples)} samples each`,
      about:
        'From two profiles in memory to the aligned tree, verdicts by blocks of time, and the points where changes come from. ' +
        `“First” is the first comparison of a new process, “again” the median of the ${TIMES - 1} that follow in it.`,
      columns: ['what', 'nodes of both', 'first', 'again', 'longest', 'CPU, again'],
      rows: [...results.values()].map(row),
      remarks: [...results.values()].map(remarkOn).filter((remark) => remark !== null),
    };
    return { table, failed: anyFailed(results) };
  },
};

function differenceCase(id: string, name: string, baseline: ProfileFile, candidate: ProfileFile): Case {
  return {
    id,
    name,
    run: () =>
      runJob('profile-difference', { baseline: baseline.path, candidate: candidate.path, times: TIMES }),
    check({ answer }) {
      const { totals, method, stacks, nodes } = answer as DifferenceAnswer;
      // The first sample comes one interval after the start, and before it nothing is known.
      const expected = [baseline, candidate].map(({ totalNs, samples }) => totalNs - totalNs / samples);
      sameFacts({ totals: expected, method: 'blocks' }, { totals, method });
      if (Math.min(...stacks) < 0.8 * baseline.nodes || nodes < Math.max(...stacks))
        throw new Error(
          `wrong result: ${stacks.join(' and ')} of ${baseline.nodes} nodes in a tree of ${nodes}`,
        );
    },
  };
}

function row({ name, samples }: CaseResult): ReportRow {
  const answers = samples.map(({ answer }) => answer as DifferenceAnswer);
  const over = (read: (answer: DifferenceAnswer) => number): number =>
    answers.length === 0 ? NaN : median(answers.map(read));
  const first = over(({ comparedMs }) => comparedMs[0]!);
  const again = over(({ comparedMs }) => median(comparedMs.slice(1)));
  const longest = answers.length === 0 ? NaN : Math.max(...answers.flatMap(({ comparedMs }) => comparedMs));
  return {
    cells: [
      name,
      answers.length === 0 ? '–' : count(answers[0]!.nodes),
      seconds(first),
      seconds(again),
      seconds(longest),
      seconds(over(({ cpuMs }) => median(cpuMs.slice(1)))),
    ],
    goals: [
      goal('first', first, { atMost: LIMIT_MS }, seconds),
      goal('again', again, { atMost: LIMIT_MS }, seconds),
    ],
  };
}
