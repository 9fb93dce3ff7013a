import { describe, expect, it } from 'vitest';
import type { ProfileThreadInfo } from '#shared/model/profile.ts';
import { fakeProfile } from '../testing/fake-profile.ts';
import { threadKinds, threadPlaces } from './difference-threads.ts';

const thread = (name: string, samples: number, threadId: number | null = null): ProfileThreadInfo => ({
  name,
  threadId,
  processId: null,
  processName: null,
  samples,
});
const before = fakeProfile({ threads: [thread('worker-1', 40), thread('worker-22', 10), thread('main', 7)] });
const after = fakeProfile({ id: 2, threads: [thread('worker-9', 30), thread('', 5, 4711)] });

describe('threads of a difference', () => {
  it('go together by their names without numbers, the busiest first', () => {
    expect(threadKinds({ baseline: [before], candidate: [after] })).toEqual([
      { name: 'worker-#', baseline: 50, candidate: 30 },
      { name: 'main', baseline: 7, candidate: 0 },
      { name: 'thread #', baseline: 0, candidate: 5 },
    ]);
  });

  it('are places of each profile, and none where it has no such thread', () => {
    expect(threadPlaces(before, null)).toBeNull();
    expect(threadPlaces(before, ['worker-#'])).toEqual([0, 1]);
    expect(threadPlaces(after, ['worker-#', 'thread #'])).toEqual([0, 1]);
    expect(threadPlaces(after, ['main'])).toEqual([]);
  });
});
