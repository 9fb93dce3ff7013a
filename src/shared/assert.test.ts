import { describe, expect, it } from 'vitest';
import { assertNever, ensureExists } from './assert.ts';

describe('assertions', () => {
  it('let everything pass that is there', () => {
    for (const value of [0, '', false, NaN, {}]) expect(ensureExists(value, 'it')).toBe(value);
  });

  it('name what is not there', () => {
    for (const value of [null, undefined]) expect(() => ensureExists(value, 'the port')).toThrow(/the port/u);
  });

  it('name a case that nobody thought of', () => {
    expect(() => assertNever('new' as never)).toThrow(/"new"/u);
  });
});
