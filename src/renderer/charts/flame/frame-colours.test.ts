import { describe, expect, it } from 'vitest';
import tokens from '../../styles/tokens.css?raw';
import { readPalette } from '../palette.ts';
import { ciede2000, deficiencies, distance, type Vision } from './testing/colour-vision.ts';
import flame from './flame.css?raw';
import {
  contrast,
  differenceFills,
  differencePlace,
  DIFFERENCE_STEPS,
  framePalette,
  moduleFills,
  searchFills,
  type FrameColours,
} from './frame-colours.ts';

const READABLE = 4.5;
/** CIEDE2000: side by side, 5 is seen without looking for it. */
const TOLD_APART = 5;
const visions: readonly Vision[] = ['normal', ...deficiencies];

/** What is declared for a theme, as the window reads it. */
function paletteOf(theme: 'light' | 'dark') {
  const declared = new Map<string, string>();
  for (const css of [tokens, flame]) {
    for (const [, selector, body] of css.matchAll(/^(:root[^{]*)\{([^}]*)\}/gmu)) {
      if (selector!.includes('dark') && theme === 'light') continue;
      for (const [, name, value] of body!.matchAll(/(--[\w-]+):\s*([^;]+);/gu)) declared.set(name!, value!);
    }
  }
  const token = (name: string): string => declared.get(name) ?? '';
  return framePalette(readPalette(token), token);
}

describe('CIEDE2000', () => {
  it('is what Sharma, Wu and Dalal give for their pairs', () => {
    expect(ciede2000([50, 2.6772, -79.7751], [50, 0, -82.7485])).toBeCloseTo(2.0425, 4);
    expect(ciede2000([50, 2.5, 0], [73, 25, -18])).toBeCloseTo(27.1492, 4);
    expect(ciede2000([22.7233, 20.0904, -46.694], [23.0331, 14.973, -42.5619])).toBeCloseTo(2.0373, 4);
    expect(ciede2000([2.0776, 0.0795, -1.135], [0.9033, -0.0636, -0.5514])).toBeCloseTo(0.9082, 4);
  });
});

describe.each(['light', 'dark'] as const)('colours of boxes, %s', (theme) => {
  const palette = paletteOf(theme);

  it('can be read: by module, by search, on every step of a difference', () => {
    const all: readonly FrameColours[] = [
      moduleFills(palette),
      searchFills(palette),
      differenceFills(palette),
    ];
    for (const { fills, texts } of all) {
      expect(fills.length).toBeGreaterThan(1);
      fills.forEach((fill, place) => expect(contrast(fill, texts[place]!)).toBeGreaterThanOrEqual(READABLE));
    }
  });

  it('tell any two modules apart, whatever colours somebody sees', () => {
    expect(new Set(palette.frames).size).toBe(8);
    for (const vision of visions)
      palette.frames.forEach((one, place) =>
        palette.frames
          .slice(place + 1)
          .forEach((other) =>
            expect(distance(one, other, vision), `${one} ${other} ${vision}`).toBeGreaterThanOrEqual(
              TOLD_APART,
            ),
          ),
      );
  });

  it('tell more from less, and both from no change, whatever colours somebody sees', () => {
    const { fills } = differenceFills(palette);
    const [less, neutral, more] = [fills[0]!, fills[DIFFERENCE_STEPS]!, fills.at(-1)!];
    for (const vision of deficiencies) {
      expect(distance(less, more, vision)).toBeGreaterThanOrEqual(20);
      expect(distance(less, neutral, vision)).toBeGreaterThanOrEqual(10);
      expect(distance(more, neutral, vision)).toBeGreaterThanOrEqual(10);
    }
    // The faintest change that counts is not neutral.
    for (const vision of visions)
      for (const sign of [-1, 1])
        expect(
          distance(fills[differencePlace(sign * 1e-6, 0, true)]!, neutral, vision),
        ).toBeGreaterThanOrEqual(TOLD_APART);
  });
});
