import type { ProfileAnswer } from '../child/profile-read.ts';
import { profileFormatFile, profileKinds, type ProfileKind } from '../data/profile-formats.ts';
import { medianOf, type Case } from '../measure/interleave.ts';
import { runJob } from '../product/bundle.ts';
import { goal } from '../report/model.ts';
import { anyFailed, processTable } from '../report/process-table.ts';
import { count, megabytes } from '../report/units.ts';
import type { Part, PartReport } from './context.ts';
import { sameFacts } from './facts.ts';

const BYTES = 100e6;
const QUICK_BYTES = 1e6;
/** Node and the program before the first byte: small files need no goal below it. */
const START_BYTES = 150e6;

const kinds: Readonly<
  Record<ProfileKind, { readonly name: string; readonly format: string; readonly times: number }>
> = {
  pprof: { name: 'pprof', format: 'pprof', times: 2.5 },
  'pprof-gzip': { name: 'pprof, gzip', format: 'pprof', times: 2.5 },
  folded: { name: 'folded stacks', format: 'folded', times: 2.5 },
  'perf-script': { name: '`perf script`', format: 'perf-script', times: 2.5 },
  'trace-event': { name: 'Chrome performance trace', format: 'trace-event', times: 2.5 },
};

/** Profiles of other tools: how fast, and in how much memory. */
export const profileFormatsRead: Part = {
  id: 'profile-formats',
  async run({ options, tell, measure }): Promise<PartReport> {
    const bytes = options.quick ? QUICK_BYTES : BYTES;
    const files = new Map(profileKinds.map((kind) => [kind, profileFormatFile(kind, bytes, tell)]));
    const results = await measure(
      profileKinds.map((kind): Case => {
        const file = files.get(kind)!;
        return {
          id: kind,
          name: `${kinds[kind].name}, ${megabytes(file.bytes)}, ${count(file.samples)} samples`,
          run: () => runJob('profile-read', { file: file.path }),
          check({ answer }) {
            const { format, samples, total, self } = answer as ProfileAnswer;
            sameFacts(
              { format: kinds[kind].format, samples: file.samples, total: file.weight },
              { format, samples, total },
            );
            if (Math.abs(self - total) > 1e-6 * total)
              throw new Error(`wrong result: self adds up to ${self} of ${total}`);
          },
        };
      }),
    );
    const table = processTable({
      id: 'profile-formats',
      title: `Profiles of ${megabytes(bytes)} of other tools`,
      about:
        'From the file to self and total of all functions, in a process of its own. Sizes of packed files are those before ' +
        'unpacking in the goal.',
      results,
      reference: null,
      goals: Object.fromEntries(
        profileKinds.map((kind) => {
          const { unpackedBytes } = files.get(kind)!;
          const atMost = Math.max(START_BYTES, kinds[kind].times * unpackedBytes);
          return [kind, [goal('peak RSS', medianOf(results.get(kind), 'rssBytes'), { atMost }, megabytes)]];
        }),
      ),
    });
    return { table, failed: anyFailed(results) };
  },
};
