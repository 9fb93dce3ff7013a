import type { TimeSpan } from '#shared/model/filter.ts';
import { phaseNames, type PhaseKind, type PhaseSpan } from '#shared/model/phases.ts';

/** The stretch of time that a ribbon shows, and the px it lies between. */
export interface RibbonScale {
  readonly left: number;
  readonly right: number;
  readonly domain: TimeSpan;
}

const shortNames: Readonly<Partial<Record<PhaseKind, string>>> = {
  'warm-up': 'warm',
  steady: 'std.',
  recovery: 'recov.',
  unjudged: 'too short',
};

/** Width of a letter of the ribbon's font at 11 px, rather too wide than too narrow, and the room beside a word. */
const LETTER_PX = 6;
const WORD_PADDING_PX = 8;

/** The name of a phase as far as there is room for it; empty where there is none. */
export function ribbonWord(kind: PhaseKind, widthPx: number): string {
  const fits = (word: string): boolean => word.length * LETTER_PX + WORD_PADDING_PX <= widthPx;
  const short = shortNames[kind];
  if (fits(phaseNames[kind])) return phaseNames[kind];
  return short !== undefined && fits(short) ? short : '';
}

/** Px from the left edge of the chart; beyond the domain at its edges. */
export function ribbonX({ left, right, domain }: RibbonScale, timeMs: number): number {
  const length = domain.toMs - domain.fromMs;
  const share = length > 0 ? (timeMs - domain.fromMs) / length : 0;
  return left + Math.min(Math.max(share, 0), 1) * (right - left);
}

/** Time under a point of the chart, within the domain. */
export function ribbonTime({ left, right, domain }: RibbonScale, px: number): number {
  const share = Math.min(Math.max((px - left) / Math.max(1, right - left), 0), 1);
  return domain.fromMs + share * (domain.toMs - domain.fromMs);
}

/** A phase where it can be seen. */
export interface RibbonBox {
  /** Position in the list of phases. */
  readonly index: number;
  readonly left: number;
  readonly width: number;
  readonly word: string;
}

/** Boxes of the phases that reach into the domain, in order. The last one ends where the ribbon does. */
export function ribbonBoxes(phases: readonly PhaseSpan[], scale: RibbonScale): readonly RibbonBox[] {
  return phases.flatMap(({ kind, fromMs, toMs }, index) => {
    if (toMs <= scale.domain.fromMs || fromMs >= scale.domain.toMs) return [];
    const left = ribbonX(scale, fromMs);
    const width = ribbonX(scale, toMs) - left;
    return [{ index, left, width, word: ribbonWord(kind, width) }];
  });
}

/** A border that can be moved. */
export interface RibbonBorder {
  /** Position of the phase that ends here. */
  readonly index: number;
  readonly atMs: number;
  readonly x: number;
}

/** Borders between neighbours, as far as they lie inside of the domain. */
export function ribbonBorders(phases: readonly PhaseSpan[], scale: RibbonScale): readonly RibbonBorder[] {
  return phases.slice(0, -1).flatMap(({ toMs }, index) => {
    const { fromMs, toMs: endMs } = scale.domain;
    return toMs > fromMs && toMs < endMs ? [{ index, atMs: toMs, x: ribbonX(scale, toMs) }] : [];
  });
}

/** Times of a drag lie on whole seconds; in a run too short for that, on tenths. */
export function snapToGrid(timeMs: number, { domain }: RibbonScale): number {
  const grid = domain.toMs - domain.fromMs >= 30_000 ? 1000 : 100;
  return Math.round(timeMs / grid) * grid;
}
