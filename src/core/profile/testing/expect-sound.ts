import { expect } from 'vitest';
import { AppError } from '#shared/contract/errors.ts';
import type { NewProfile } from '../model/profile.ts';

/** What comes out of damage must still be profiles that can be computed with, or words. */
export function expectSound(outcome: readonly NewProfile[] | AppError): void {
  if (outcome instanceof AppError) {
    expect(outcome.code).toMatch(/^file-/u);
    expect(outcome.hint).toBeDefined();
    return;
  }
  expect(outcome.length).toBeGreaterThan(0);
  for (const { stacks, frames, samples, threads, weightTypes } of outcome) {
    expect(threads.length).toBeGreaterThan(0);
    expect(samples.weights.length).toBe(weightTypes.length);
    for (let stack = 0; stack < stacks.count; stack++) {
      if (stacks.parent[stack]! >= stack || stacks.frame[stack]! >= frames.count)
        expect.fail(`stack ${stack} makes no sense`);
    }
    expect(samples.stack.every((stack) => stack < stacks.count)).toBe(true);
    expect(samples.thread.every((thread) => thread < threads.length)).toBe(true);
    for (const column of samples.weights)
      expect(column.every((weight) => Number.isFinite(weight))).toBe(true);
    expect(samples.time?.every((time) => Number.isFinite(time)) ?? true).toBe(true);
  }
}
