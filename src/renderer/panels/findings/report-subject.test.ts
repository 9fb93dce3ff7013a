import { describe, expect, it } from 'vitest';
import type { HeapSeries } from '#shared/model/heap.ts';
import type { ProfileInfo } from '#shared/model/profile.ts';
import { fakeRun } from '../../testing/fake-data.ts';
import { attachedNameOf, reportNameOf, subjectAround } from './report-subject.ts';

const profile = (id: number, runId: number | null): ProfileInfo =>
  ({ id, link: runId === null ? null : { runId, offsetMs: 0, by: 'clock' } }) as ProfileInfo;
const series = (id: number, runId: number | null): HeapSeries => ({ id, runId }) as HeapSeries;

describe('what a new report is about', () => {
  it('takes what belongs to its runs, each to its side, and not what belongs to others', () => {
    const subject = subjectAround([2], [1], {
      profiles: [profile(10, 1), profile(20, 2), profile(30, 3), profile(40, null), profile(50, null)],
      series: [series(1, 2), series(2, 3), series(3, null)],
      difference: { baseline: [40], candidate: [50] },
    });
    expect(subject).toMatchObject({
      candidate: [2],
      baseline: [1],
      profileIds: [20, 50],
      baselineProfileIds: [10, 40],
      seriesIds: [1, 3],
    });
  });

  it('without a baseline there is no profile to compare with', () => {
    const subject = subjectAround([2], [], {
      profiles: [profile(40, null)],
      series: [],
      difference: { baseline: [40], candidate: [] },
    });
    expect(subject).toMatchObject({ profileIds: [40], baselineProfileIds: [] });
  });

  it('without runs takes all profiles and snapshots, each to its side of the difference at hand', () => {
    const around = { profiles: [profile(40, null), profile(50, null)], series: [series(3, null)] };
    const subject = subjectAround([], [], { ...around, difference: { baseline: [40], candidate: [50] } });
    expect(subject).toMatchObject({ profileIds: [50], baselineProfileIds: [40], seriesIds: [3] });
    const named = [
      { id: 40, name: 'before' },
      { id: 50, name: 'after' },
    ];
    const snapshots = [{ id: 3, name: 'orders' }];
    expect(attachedNameOf(subject, named, snapshots)).toBe('after against before, orders');
    const alone = subjectAround([], [], { ...around, difference: null });
    expect(attachedNameOf(alone, named, [])).toBe('before and 1 more');
  });

  it('is called after its runs', () => {
    const runs = [
      fakeRun({ id: 1, name: '4.17.3' }),
      fakeRun({ id: 2, name: '4.18.0' }),
      fakeRun({ id: 3, name: 'C' }),
    ];
    expect(reportNameOf([2], [1], runs)).toBe('4.18.0 against 4.17.3');
    expect(reportNameOf([2, 3], [], runs)).toBe('4.18.0 and 1 more');
  });
});
