import type { ProfileAnswer } from '../child/profile-read.ts';
import { profileFile, type ProfileFile } from '../data/profile-file.ts';
import { medianOf, type Case } from '../measure/interleave.ts';
import { runMeasured } from '../measure/run-process.ts';
import { childCommand, runJob } from '../product/bundle.ts';
import { goal } from '../report/model.ts';
import { anyFailed, processTable, wallRatio } from '../report/process-table.ts';
import { count, megabytes, times } from '../report/units.ts';
import type { Part, PartReport } from './context.ts';
import { sameFacts } from './facts.ts';

const FULL = { nodes: 500_000, samples: 7_000_000 };
/** Beyond what one string of JavaScript can hold. */
const HUGE = { nodes: 1_600_000, samples: 26_000_000 };
const QUICK = { nodes: 5000, samples: 70_000 };

/** A CPU profile from the file to self and total of all functions, beside parsing its JSON. */
export const profileRead: Part = {
  id: 'cpuprofile',
  async run({ options, tell, measure }): Promise<PartReport> {
    const size = options.quick ? QUICK : FULL;
    const file = profileFile(size.nodes, size.samples, tell);
    const results = await measure([readBytesCase(file), readCase(file), parseCase(file)]);
    const table = processTable({
      id: 'cpuprofile',
      title: `V8 CPU profile, ${count(file.nodes)} nodes, ${count(file.samples)} samples, ${megabytes(file.bytes)}`,
      about:
        'Loadstone reads frames, stacks and samples and computes self and total of every function. `JSON.parse` stops where ' +
        'the text has become an object.',
      results,
      reference: 'read',
      goals: {
        read: [
          goal('peak RSS', medianOf(results.get('read'), 'rssBytes'), { atMost: 2 * file.bytes }, megabytes),
        ],
        parse: [goal('ours ÷ this', wallRatio(results, 'read', 'parse'), { atMost: 1 }, times)],
      },
    });
    return { table, failed: anyFailed(results) };
  },
};

/** One that `JSON.parse` cannot take. */
export const profileHuge: Part = {
  id: 'cpuprofile-huge',
  async run({ options, tell, measure }): Promise<PartReport> {
    const size = options.quick ? QUICK : HUGE;
    const file = profileFile(size.nodes, size.samples, tell);
    const results = await measure([readBytesCase(file), readCase(file)], 1);
    const table = processTable({
      id: 'cpuprofile-huge',
      title: `V8 CPU profile of ${megabytes(file.bytes)}: more than one string can hold`,
      about: `${count(file.nodes)} nodes, ${count(file.samples)} samples.`,
      results,
      reference: 'read',
      goals: {
        read: [
          goal('peak RSS', medianOf(results.get('read'), 'rssBytes'), { atMost: 2 * file.bytes }, megabytes),
        ],
      },
    });
    return { table, failed: anyFailed(results) };
  },
};

function readBytesCase({ path, bytes }: ProfileFile): Case {
  return {
    id: 'bytes',
    name: 'Reading the bytes (Node, 4 MB at a time)',
    run: () => runJob('read-bytes', { file: path }),
    check: ({ answer }) => sameFacts({ bytes }, answer),
  };
}

function readCase({ path, samples }: ProfileFile): Case {
  return {
    id: 'read',
    name: '**Loadstone** → self and total of all functions',
    run: () => runJob('profile-read', { file: path }),
    check({ answer }) {
      const found = answer as ProfileAnswer;
      sameFacts({ samples }, { samples: found.samples });
      // Self adds up to the total, up to the rounding of sums.
      if (Math.abs(found.self - found.total) > 1e-6 * found.total)
        throw new Error(`wrong result: self adds up to ${found.self} of ${found.total}`);
    },
  };
}

function parseCase({ path, nodes, samples }: ProfileFile): Case {
  return {
    id: 'parse',
    name: '`JSON.parse` of the text, nothing computed',
    run: () => runMeasured(childCommand('profile-parse', { file: path }, ['--max-old-space-size=8000'])),
    check: ({ answer }) => sameFacts({ nodes, samples }, answer),
  };
}
