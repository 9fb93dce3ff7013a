import { describe, expect, it } from 'vitest';
import { markAfterKey } from './mark-keys.ts';

describe('keys of the crosshair', () => {
  it('begin where told, and go to the neighbours', () => {
    expect(markAfterKey('ArrowRight', false, null, 30, 12)).toBe(12);
    expect(markAfterKey('ArrowRight', false, 12, 30, 0)).toBe(13);
    expect(markAfterKey('ArrowLeft', false, 12, 30, 0)).toBe(11);
    expect(markAfterKey('ArrowUp', true, 12, 30, 0)).toBe(22);
  });

  it('stop at the ends', () => {
    expect(markAfterKey('ArrowRight', true, 25, 30, 0)).toBe(29);
    expect(markAfterKey('ArrowDown', true, 3, 30, 0)).toBe(0);
    expect(markAfterKey('Home', false, 3, 30, 0)).toBe(0);
    expect(markAfterKey('End', false, null, 30, 0)).toBe(29);
    expect(markAfterKey('ArrowRight', false, null, 3, 50)).toBe(2);
  });

  it('are no others, and do nothing where there is nothing', () => {
    expect(markAfterKey('a', false, 0, 30, 0)).toBeNull();
    expect(markAfterKey('End', false, null, 0, 0)).toBeNull();
  });
});
