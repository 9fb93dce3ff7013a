import { describe, expect, it } from 'vitest';
import type { Capacity } from './capacity.ts';
import { headroomOf } from './headroom.ts';

const LEVEL = { users: 10, throughputPerSec: 100, p95Ms: 50, errorRate: 0, buckets: 3 };

function capacity(change: Partial<Capacity>): Capacity {
  return {
    runId: 1,
    concurrency: 'threads',
    bucketMs: 10_000,
    levels: [LEVEL],
    saturation: null,
    latencyKnee: null,
    throughputKnee: null,
    breaking: null,
    scalability: null,
    shownPerSec: 100,
    sustainablePerSec: null,
    sustainableLow: null,
    notes: [],
    ...change,
  };
}

describe('headroom (method E5)', () => {
  it('rests on the lower end of what is sustained', () => {
    const limited = capacity({ sustainablePerSec: 210, sustainableLow: 190 });
    expect(headroomOf(limited, 100, 2)).toEqual({
      verdict: 'too-little',
      wantedPerSec: 200,
      leastPerSec: 190,
      times: 2.1,
    });
    expect(headroomOf(limited, 95, 2)?.verdict).toBe('enough');
    expect(headroomOf(capacity({ sustainablePerSec: 210 }), 100, 2)?.verdict).toBe('enough');
  });

  it('is shown, or not, where nothing limited the run: nothing is extrapolated', () => {
    expect(headroomOf(capacity({}), 50, 2)?.verdict).toBe('shown');
    expect(headroomOf(capacity({}), 51, 2)).toMatchObject({ verdict: 'not-shown', leastPerSec: 100 });
  });

  it('is not told without loads', () => {
    expect(headroomOf(capacity({ levels: [] }), 50, 2)).toBeNull();
  });
});
