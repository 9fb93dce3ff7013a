import { describe, expect, it } from 'vitest';
import { draftOf, matchingLabels, readT, settingsOf } from './threshold-draft.ts';

const settings = { tMs: 500, mode: 'spec', thresholds: [{ label: 'pay', tMs: 2000 }] } as const;
const workspace = { ...settings, thresholds: [...settings.thresholds] };

describe('drafts of thresholds', () => {
  it('are what they were made of', () => {
    expect(settingsOf(draftOf(workspace, []))).toEqual(workspace);
    expect(settingsOf(draftOf(workspace, ['pay', 'home']))).toEqual({
      ...workspace,
      thresholds: [{ label: 'home', tMs: 500 }, ...workspace.thresholds],
    });
  });

  it('are none while a field holds no time', () => {
    const draft = draftOf(workspace, []);
    expect(settingsOf({ ...draft, typed: '' })).toBeNull();
    expect(settingsOf({ ...draft, thresholds: [{ label: 'pay', typed: '0' }] })).toBeNull();
    expect(['', ' ', 'x', '-1', '0', '3600001', 'NaN'].map(readT)).toEqual(Array(7).fill(null));
    expect(readT(' 2,5 ')).toBe(2.5);
  });

  it('find labels that have no threshold yet', () => {
    const labels = ['Home', 'pay', 'Pay again', 'order'];
    expect(matchingLabels(labels, 'PAY', draftOf(workspace, []).thresholds, 5)).toEqual(['Pay again']);
    expect(matchingLabels(labels, '', [], 2)).toEqual(['Home', 'pay']);
  });
});
