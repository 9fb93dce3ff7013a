import type { ChartPalette } from '../palette.ts';
import type { Pattern } from '../stacked/patterns.ts';
import type { HeapBand } from './model.ts';

export interface BandStyle {
  readonly colour: string;
  /** Of the area; the line above it is opaque. */
  readonly alpha: number;
  readonly pattern: Pattern;
  readonly text: string;
  readonly weight: 400 | 600;
}

const patterns: readonly Pattern[] = ['plain', 'rising', 'falling', 'crossed', 'level'];

/** Leaks are red and candidates amber, what is settled is quiet; bands of one colour differ by pattern and name. */
export function bandStyle(palette: ChartPalette, { kind, verdict, rank }: HeapBand): BandStyle {
  const pattern = patterns[rank % patterns.length]!;
  const strong = (colour: string): BandStyle => ({ colour, alpha: 0.3, pattern, text: colour, weight: 600 });
  const quiet = (colour: string, alpha: number): BandStyle => ({
    colour,
    alpha,
    pattern,
    text: palette.text2,
    weight: 400,
  });
  switch (kind) {
    case 'series':
      if (verdict === 'leak') return strong(palette.bad);
      if (verdict === 'candidate') return strong(palette.warn);
      return quiet(palette.categories[3 + (rank % 3)] ?? palette.text3, 0.24);
    case 'bounded':
      return quiet(palette.categories[0] ?? palette.text3, 0.22);
    case 'other':
      return quiet(palette.text3, 0.26);
    case 'noise':
      return quiet(palette.text3, 0.12);
  }
}
