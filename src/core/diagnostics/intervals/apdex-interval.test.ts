import { describe, expect, it } from 'vitest';
import { fuzzRuns } from '../../import/testing/fuzz-runs.ts';
import { SUB_BLOCKS } from '../../statistics/block-selection.ts';
import { Random } from '../../statistics/random.ts';
import { apdexInterval, type ApdexBlocks } from './apdex-interval.ts';

const WINDOW_MS = 600_000;
const PER_BLOCK = 100;

/** A tenth of the samples frustrates, a fifth is tolerated; with waves both shares rise and fall together. */
function draw(random: Random, wave: number): ApdexBlocks {
  const lacking = new Float64Array(SUB_BLOCKS);
  let level = random.normal();
  for (let block = 0; block < SUB_BLOCKS; block++) {
    level = 0.8 * level + 0.6 * random.normal();
    const factor = Math.max(0, 1 + wave * level);
    for (let i = 0; i < PER_BLOCK; i++) {
      const drawn = random.uniform();
      lacking[block]! += drawn < 0.1 * factor ? 1 : drawn < 0.3 * factor ? 0.5 : 0;
    }
  }
  return { lacking, sizes: new Float64Array(SUB_BLOCKS).fill(PER_BLOCK) };
}

describe('apdexInterval', () => {
  it('covers the true score of independent samples, and of samples that come in waves', () => {
    const runs = fuzzRuns(100);
    for (const [wave, least] of [
      [0, 0.88],
      [0.3, 0.8],
    ] as const) {
      const random = new Random(`apdex ${wave}`);
      let covered = 0;
      for (let i = 0; i < runs; i++) {
        const { low, high } = apdexInterval(draw(random, wave), WINDOW_MS, 1000, `run ${i}`)!;
        expect(low).toBeLessThan(high);
        if (low <= 0.8 && high >= 0.8) covered += 1;
      }
      expect(covered / runs).toBeGreaterThan(least);
    }
  });

  it('is wider where samples depend on their neighbours', () => {
    const width = (wave: number): number => {
      const { low, high } = apdexInterval(draw(new Random('width'), wave), WINDOW_MS, 1000, 'seed')!;
      return high - low;
    };
    expect(width(0.4)).toBeGreaterThan(1.5 * width(0));
  });

  it('is none where nearly all satisfy, blocks are too short, or there are no samples', () => {
    const blocks = draw(new Random('one'), 0);
    const none = new Float64Array(SUB_BLOCKS);
    expect(apdexInterval({ ...blocks, lacking: none }, WINDOW_MS, 1000, 's')).toBeNull();
    expect(apdexInterval(blocks, WINDOW_MS, 100_000, 's')).toBeNull();
    expect(apdexInterval({ lacking: none, sizes: none }, WINDOW_MS, 1000, 's')).toBeNull();
    expect(apdexInterval(blocks, WINDOW_MS, 1000, 's')).toEqual(apdexInterval(blocks, WINDOW_MS, 1000, 's'));
  });
});
