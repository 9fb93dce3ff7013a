import { describe, expect, it } from 'vitest';
import { littlesLawItem } from './littles-law-item.ts';
import type { LittlesLaw } from './littles-law.ts';

/** Steady, but for one bucket in which a fifth of the users is nowhere. */
const missing: LittlesLaw = {
  bucketMs: 10_000,
  steadyBuckets: 30,
  agreeing: 30,
  largestGap: 0.01,
  inFlight: 4,
  throughputPerSec: 40,
  meanMs: 100,
  users: {
    users: 20,
    thinkTimeMs: 400,
    overfull: 0,
    missing: 1,
    largestMissing: 0.2,
    missingAtMs: 60_000,
  },
};

describe('users that neither wait nor think', () => {
  const itemOf = (loop: Parameters<typeof littlesLawItem>[3]) => littlesLawItem(missing, 'tool', true, loop);

  it('are a warning where the same users come back', () => {
    expect(itemOf('closed')).toMatchObject({ state: 'warning' });
    expect(itemOf('closed').sentence).toContain('samples were lost');
  });

  it('are noted where the loop is not known, and mean nothing in an open one', () => {
    expect(itemOf('unknown')).toMatchObject({ state: 'note' });
    expect(itemOf('unknown').sentence).toContain('cannot be read from the file');
    expect(itemOf('open')).toMatchObject({ state: 'good' });
  });
});
