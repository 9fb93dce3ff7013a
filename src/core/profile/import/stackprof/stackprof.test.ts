import { describe, expect, it } from 'vitest';
import {
  collectOrRefuse,
  collectProfile,
  sampleLines,
  selfByName,
  totalByName,
} from '../../testing/collect-profiles.ts';
import { stackprof } from './stackprof.ts';

const base = { version: 1.2, mode: 'wall', interval: 1000, samples: 3, gc_samples: 0, missed_samples: 2 };
const frames = {
  '1': { name: 'main', file: 'a.rb', line: 1, samples: 1, total_samples: 10, edges: { '2': 9 } },
  '2': { name: 'Integer#times', file: '<cfunc>', samples: 0, total_samples: 9, edges: { '3': 9 } },
  '3': { name: '', file: 'a.rb', samples: 9, total_samples: 9, edges: { '3': 4 } },
};
const raw = [3, 1, 2, 3, 2, 1, 1, 1];

describe('stackprof', () => {
  it('weighs wall time by what passed, from where it began', () => {
    const profile = collectProfile(
      stackprof,
      JSON.stringify({ ...base, frames, raw, raw_timestamp_deltas: [900, 1100, 1050] }),
    );
    expect(sampleLines(profile)).toEqual(['0 main;Integer#times;(unknown) 2000000', '2000 main 1050000']);
    expect([...profile.samples.weights[1]!]).toEqual([2, 1]);
    expect(profile).toMatchObject({ intervalUs: 1000, durationUs: 3050 });
    expect(profile.warnings).toMatchObject([{ code: 'samples-missed', count: 2 }]);
  });

  it('weighs CPU time by the interval', () => {
    const profile = collectProfile(
      stackprof,
      JSON.stringify({ ...base, mode: 'cpu', frames, raw, raw_timestamp_deltas: [5000, 5000, 5000] }),
    );
    expect(sampleLines(profile)).toEqual(['0 main;Integer#times;(unknown) 2000000', '10000 main 1000000']);
  });

  it('counts allocations, each of which stands for an interval of them', () => {
    const profile = collectProfile(
      stackprof,
      JSON.stringify({ ...base, mode: 'object', interval: 5, frames, raw }),
    );
    expect(profile.weightTypes[0]).toEqual({ name: 'objects', unit: 'count' });
    expect(sampleLines(profile)).toEqual(['main;Integer#times;(unknown) 10', 'main 5']);
  });

  it('estimates paths where no stacks were kept, with exact self', () => {
    const profile = collectProfile(stackprof, JSON.stringify({ ...base, frames }));
    expect(Object.fromEntries(selfByName(profile))).toEqual({
      main: 1e6,
      'Integer#times': 0,
      '(unknown)': 9e6,
    });
    expect(Object.fromEntries(totalByName(profile))).toEqual({
      main: 1e7,
      'Integer#times': 9e6,
      '(unknown)': 9e6,
    });
    expect(profile.warnings.map(({ code }) => code)).toContain('call-graph');
  });

  it('keeps stacks in front of a place that makes no sense', () => {
    const profile = collectProfile(stackprof, JSON.stringify({ ...base, frames, raw: [1, 1, 4, 99, 1] }));
    expect(sampleLines(profile)).toEqual(['main 4000000']);
    expect(profile.warnings.map(({ code }) => code)).toContain('raw-cut');
  });

  it('refuses a file without frames', () => {
    expect(collectOrRefuse(stackprof, JSON.stringify({ ...base, frames: {} }))).toMatchObject({
      code: 'file-damaged',
    });
  });
});
