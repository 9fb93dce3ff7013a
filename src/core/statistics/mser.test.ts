import { describe, expect, it } from 'vitest';
import { groupMeans, mser } from './mser.ts';
import { Random } from './random.ts';

function plainMser(values: readonly number[]): number {
  let best = 0;
  let least = Infinity;
  for (let cut = 0; cut <= Math.floor(values.length / 2); cut++) {
    const rest = values.slice(cut);
    const mean = rest.reduce((a, b) => a + b, 0) / rest.length;
    const error = rest.reduce((sum, value) => sum + (value - mean) ** 2, 0) / rest.length ** 2;
    if (error < least) {
      least = error;
      best = cut;
    }
  }
  return best;
}

describe('mser', () => {
  it('finds what the definition finds', () => {
    for (let seed = 0; seed < 30; seed++) {
      const random = new Random(`mser ${seed}`);
      const values = Array.from(
        { length: 20 + seed },
        (_, i) => 1e4 + Math.exp(-i / 5) * seed + random.normal(),
      );
      expect(mser(values).cut, `seed ${seed}`).toBe(plainMser(values));
    }
  });

  it('says when the best cut is the last that is allowed', () => {
    const falling = Array.from({ length: 40 }, (_, i) => 100 - i);
    expect(mser(falling)).toEqual({ cut: 20, atLimit: true });
    const settled = Array.from({ length: 40 }, (_, i) => (i < 8 ? 100 - i : 50 + (i % 2)));
    expect(mser(settled)).toEqual({ cut: 8, atLimit: false });
  });

  it('cuts nothing of a constant, and nothing of nothing', () => {
    expect(mser(new Array<number>(30).fill(7))).toEqual({ cut: 0, atLimit: false });
    expect(mser([])).toEqual({ cut: 0, atLimit: false });
  });
});

describe('groupMeans', () => {
  it('leaves out what is missing, and the incomplete end', () => {
    expect([...groupMeans([1, Number.NaN, 3, 4, 8, 9], 2)]).toEqual([1, 3.5, 8.5]);
    expect([...groupMeans([Number.NaN, Number.NaN, 1], 2)]).toEqual([Number.NaN]);
  });
});
